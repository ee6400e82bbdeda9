/** The words of the board Data quality. Names of columns are the heads of its tables and the legend of its charts. */
export const DATA_QUALITY = {
  sv: {
    title: 'Nytta: datakvalitet',
    description: 'Om siffrorna går att lita på: vad som har kommit in och inte, vad som har avvisats, hur säkra beloppen är och vad som har ändrats i efterhand.',
    overview: 'Översikt',
    reports: 'Rapporter',
    noValue: 'inga data i perioden',
    noneRefused: 'inget avvisat i perioden',
    refusals: 'Avvisat',
    figures: 'Siffrorna',
    ages: 'Vad beloppen vilar på',
    complete: {
      title: 'Kompletta källdagar',
      description: 'Andel kompletta dagar av alla källors dagar då något väntades, i den valda perioden. En dag är komplett när källan har hörts av inom sin takt.',
    },
    silent: { title: 'Tysta källor nu', description: 'Källor som inte har hörts av inom sin takt före detta ögonblick. Källor utan takt och avslutade källor räknas inte.' },
    sources: {
      title: 'Källor',
      description: 'Varje källa med sin senaste händelse; tysta källor först. Antalen gäller allt som någonsin har tagits emot: en dubblett räknas inte, en konflikt har samma id men annat innehåll.',
      columns: { source: 'Källa', last: 'Senaste händelse', days: 'Dagar sedan', state: 'Läge', accepted: 'Mottagna', duplicate: 'Dubbletter', conflict: 'Konflikter', rejected: 'Avvisade' },
    },
    days: {
      title: 'Fullständighet per källa och dag',
      description: 'En ruta för varje källa och dag som har gått. Delvis: källan säger själv att mer är att vänta. Ej väntad: källan har ingen takt.',
    },
    levels: { silent: 'tyst', partial: 'delvis', complete: 'komplett', notExpected: 'ej väntad' },
    rejects: {
      title: 'Avvisat per orsak',
      description: 'Händelser och räkneverk som inte räknades, per orsak och källa, efter när de kom in. Det som saknar registrerad källa hör inte till någon kommun och visas för alla.',
      columns: { code: 'Orsak', source: 'Källa', origin: 'Avvisad av', rejects: 'Antal', last: 'Senast' },
    },
    refused: {
      title: 'Räknades inte, per dag',
      description: 'Det som kom in från registrerade källor och inte räknades, per den dag då det kom in.',
      columns: { day: 'Dag', duplicate: 'Dubbletter', conflict: 'Konflikter', rejected: 'Avvisade' },
    },
    evidence: {
      title: 'Evidensnivå, andel av beloppet',
      description: 'Hur stor del av bruttobeloppet i periodens månader som är uppföljd, beräknad, bedömd eller lånad från en annan kommun. Varje nyttotyp och enhet för sig.',
      kind: 'Nyttotyp',
    },
    months: {
      title: 'Månader och deras läge',
      description: 'Periodens månader med figurer. Version är hur många gånger månaden har gjorts preliminär. Ofullständiga och utan belopp är antal rader.',
      columns: { month: 'Månad', state: 'Läge', version: 'Version', closed: 'Stängd', approved: 'Godkänd', complete: 'Ofullständiga', lacking: 'Utan belopp' },
    },
    restated: {
      title: 'Rapporterat, omräknat och justerat',
      description: 'Varje månad som har stängts: vad den rapporterade, vad som är känt nu, och vad som har bokförts i senare månader för skillnaden.',
      columns: { month: 'Månad', kind: 'Nyttotyp', reported: 'Rapporterat', restated: 'Omräknat', adjusted: 'Justerat senare' },
    },
    rates: {
      title: 'Priser och faktorer efter ålder',
      description: 'Timkostnader, priser och faktorer som gäller i dag, den som sattes för längst sedan först. Gult efter 18 månader, rött efter 30.',
      columns: { name: 'Namn', since: 'Gäller från', months: 'Månader', source: 'Underlag' },
    },
    baselines: {
      title: 'Nollmätningar efter ålder',
      description: 'Den senaste mätningen av läget före, för varje nytta; den äldsta först. Gult efter 18 månader, rött efter 30.',
      columns: { initiative: 'Initiativ', benefit: 'Nytta', since: 'Mätt till', months: 'Månader', method: 'Metod' },
    },
  },
  en: {
    title: 'Benefit: data quality',
    description: 'Whether the figures can be trusted: what has come in and what has not, what was refused, how sure the amounts are and what was changed afterwards.',
    overview: 'Overview',
    reports: 'Reports',
    noValue: 'no data in the period',
    noneRefused: 'nothing refused in the period',
    refusals: 'Refused',
    figures: 'The figures',
    ages: 'What the amounts rest on',
    complete: {
      title: 'Complete source days',
      description: 'Share of complete days among the days of all sources on which something was expected, in the chosen period. A day is complete when the source was heard of within its rhythm.',
    },
    silent: { title: 'Silent sources now', description: 'Sources that were not heard of within their rhythm before this moment. Sources without a rhythm and retired ones do not count.' },
    sources: {
      title: 'Sources',
      description: 'Each source with its last event, silent ones first. The numbers are of everything that was ever received: a duplicate does not count, a conflict has the same id and other content.',
      columns: { source: 'Source', last: 'Last event', days: 'Days since', state: 'State', accepted: 'Accepted', duplicate: 'Duplicates', conflict: 'Conflicts', rejected: 'Rejected' },
    },
    days: {
      title: 'Completeness per source and day',
      description: 'One cell for each source and day that has ended. Partial: the source itself says that there is more to come. Not expected: the source has no rhythm.',
    },
    levels: { silent: 'silent', partial: 'partial', complete: 'complete', notExpected: 'not expected' },
    rejects: {
      title: 'Rejects by reason',
      description: 'Events and counts that did not count, by reason and source, by when they came in. What has no registered source belongs to no municipality and is shown to all of them.',
      columns: { code: 'Reason', source: 'Source', origin: 'Refused by', rejects: 'Number', last: 'Last' },
    },
    refused: {
      title: 'Did not count, by day',
      description: 'What came from registered sources and did not count, by the day on which it came in.',
      columns: { day: 'Day', duplicate: 'Duplicates', conflict: 'Conflicts', rejected: 'Rejected' },
    },
    evidence: {
      title: 'Evidence level, share of the amount',
      description: 'Which part of the gross amount of the months in the period is measured, calculated, assessed or borrowed from another municipality. Each benefit type and unit by itself.',
      kind: 'Benefit type',
    },
    months: {
      title: 'Months and their states',
      description: 'The months of the period that have figures. The version says how often the month was set preliminary. Incomplete and without amount are numbers of rows.',
      columns: { month: 'Month', state: 'State', version: 'Version', closed: 'Closed', approved: 'Approved', complete: 'Incomplete', lacking: 'Without amount' },
    },
    restated: {
      title: 'Reported, restated and adjusted',
      description: 'Each month that was closed: what it reported, what is known now, and what was booked in later months for the difference.',
      columns: { month: 'Month', kind: 'Benefit type', reported: 'Reported', restated: 'Restated', adjusted: 'Adjusted later' },
    },
    rates: {
      title: 'Rates and factors by age',
      description: 'Hourly costs, prices and factors that hold today, the one that was set the longest ago first. Amber after 18 months, red after 30.',
      columns: { name: 'Name', since: 'Valid from', months: 'Months', source: 'Source' },
    },
    baselines: {
      title: 'Baselines by age',
      description: 'The newest measurement of what was before, for each benefit, the oldest first. Amber after 18 months, red after 30.',
      columns: { initiative: 'Initiative', benefit: 'Benefit', since: 'Measured to', months: 'Months', method: 'Method' },
    },
  },
} as const; // prettier-ignore
