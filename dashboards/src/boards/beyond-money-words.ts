/** The words of the board Beyond money. */
export const BEYOND_MONEY = {
  sv: {
    title: 'Nytta: bortom pengar',
    description: 'Frigjord tid, sparad sträcka, undvikna utsläpp och kvalitet, vart och ett i sin egen enhet och aldrig ihoplagda.',
    overview: 'Översikt',
    noValue: 'inget värde än',
    time: 'Frigjord tid',
    others: 'Sträcka, utsläpp och kvalitet',
    hours: { month: 'Månad', freed: 'Frigjorda timmar', claimed: 'Tillvaratagna', unclaimed: 'Ej tillvaratagna', fte: 'Årsarbetskrafter', initiative: 'Initiativ', benefit: 'Nytta' },
    freed: {
      title: 'Frigjord tid hittills i år',
      description: 'Timmar från januari till och med vald månad. Tillvaratagna timmar kan användas till annat arbete enligt den beslutade andelen; resten har ingen gjort anspråk på. En årsarbetskraft är 1 704 timmar.',
    },
    byMonth: { title: 'Timmar per månad (* = data saknas)', description: 'Tillvaratagna och ej tillvaratagna timmar för varje månad till och med den valda. Tillsammans är de den frigjorda tiden.' },
    byBenefit: { title: 'Timmar per nytta', description: 'Årets timmar hittills för varje nytta, den med mest frigjord tid överst. Utan beslutad andel är det okänt vad som har tillvaratagits.' },
    soFar: { title: 'Uppmätt hittills i år', description: 'Summan av bruttonyttan från januari till och med vald månad för varje nyttotyp och enhet som inte är pengar.' },
    rate: { title: 'Hemtagningsgrad hittills', description: 'Uppmätt i procent av estimerat över samma månader, för de nyttor som har ett estimat. Rött under 80, gult under 95.' },
  },
  en: {
    title: 'Benefit: beyond money',
    description: 'Time set free, distance saved, emissions avoided and quality, each in its own unit and never added together.',
    overview: 'Overview',
    noValue: 'no value yet',
    time: 'Time set free',
    others: 'Distance, emissions and quality',
    hours: { month: 'Month', freed: 'Hours freed', claimed: 'Claimed', unclaimed: 'Unclaimed', fte: 'Full-time equivalents', initiative: 'Initiative', benefit: 'Benefit' },
    freed: {
      title: 'Time set free so far this year',
      description: 'Hours from January up to the chosen month. Claimed hours can be used for other work by the share that was decided; nobody has claimed the rest. A full-time equivalent is 1,704 hours.',
    },
    byMonth: { title: 'Hours per month (* = data incomplete)', description: 'Claimed and unclaimed hours of each month up to the chosen one. Together they are the time set free.' },
    byBenefit: { title: 'Hours per benefit', description: 'The hours of the year so far of each benefit, the one with the most time set free on top. Without a share that was decided nobody knows what is claimed.' },
    soFar: { title: 'Realised so far this year', description: 'Gross benefit from January up to the chosen month for each benefit type and unit that is no money.' },
    rate: { title: 'Realisation rate to date', description: 'Realised in percent of estimated over the same months, of the benefits that have an estimate. Red below 80, amber below 95.' },
  },
} as const; // prettier-ignore
