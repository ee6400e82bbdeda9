/** The words of the board Portfolio. */
export const PORTFOLIO = {
  sv: {
    title: 'Nytta: portfölj',
    description: 'Nyttan i flera kommuner sida vid sida. Nyttotyper, enheter och valutor läggs aldrig ihop; kommuner med samma valuta delar rad.',
    overview: 'Översikt',
    toOverview: 'Kommunens översikt',
    noValue: 'inget värde än',
    municipalities: 'Kommunerna',
    columns: { tenant: 'Kommun', month: 'Månad', estimated: 'Estimerat', realised: 'Uppmätt' },
    realised: { title: 'Uppmätt hittills i år', description: 'Summan av bruttonyttan i de valda kommunerna från januari till och med vald månad, för varje nyttotyp och enhet.' },
    rate: { title: 'Hemtagningsgrad hittills', description: 'Uppmätt i procent av estimerat över samma månader, för de nyttor som har ett estimat. Rött under 80, gult under 95.' },
    tenants: { title: 'Kommunerna hittills i år', description: 'Uppmätt och estimerat från januari till och med vald månad, kommunen med mest överst; högst tjugo kommuner.' },
    months: { title: 'Uppmätt och estimerat per månad (* = data saknas)', description: 'De valda kommunerna tillsammans, månad för månad. En stjärna säger att någon källa inte är komplett.' },
    table: {
      title: 'Kommun för kommun',
      description: 'Årets belopp för varje kommun i denna nyttotyp och enhet. Länken på kommunen leder till dess översikt.',
      columns: { tenant: 'Kommun', unit: 'Enhet', last: 'Uppmätt senaste månad', realised: 'Uppmätt hittills', estimated: 'Estimerat hittills', rate: 'Hemtagningsgrad', plan: 'Estimat helår', confirmed: 'Bekräftat', harvested: 'Hemtaget' },
    },
    states: {
      title: 'Hur aktuella siffrorna är',
      description: 'Senast stängda och preliminära månad, och hur många källor som är tysta nu. Kommuner med tysta källor står först.',
      columns: { tenant: 'Kommun', closed: 'Stängd till och med', preliminary: 'Preliminär', sources: 'Källor', silent: 'Tysta nu' },
    },
  },
  en: {
    title: 'Benefit: portfolio',
    description: 'The benefit of several municipalities side by side. Benefit types, units and currencies are never added together; municipalities of one currency share a row.',
    overview: 'Overview',
    toOverview: "The municipality's overview",
    noValue: 'no value yet',
    municipalities: 'The municipalities',
    columns: { tenant: 'Municipality', month: 'Month', estimated: 'Estimated', realised: 'Realised' },
    realised: { title: 'Realised so far this year', description: 'Gross benefit of the chosen municipalities from January up to the chosen month, for each benefit type and unit.' },
    rate: { title: 'Realisation rate to date', description: 'Realised in percent of estimated over the same months, of the benefits that have an estimate. Red below 80, amber below 95.' },
    tenants: { title: 'The municipalities so far this year', description: 'Realised and estimated from January up to the chosen month, the municipality with the most on top; at most twenty of them.' },
    months: { title: 'Realised and estimated per month (* = data incomplete)', description: 'The chosen municipalities together, month by month. An asterisk says that a source is not complete.' },
    table: {
      title: 'Municipality by municipality',
      description: 'The amounts of the year of each municipality in this benefit type and unit. The link on the municipality leads to its overview.',
      columns: { tenant: 'Municipality', unit: 'Unit', last: 'Realised latest month', realised: 'Realised to date', estimated: 'Estimated to date', rate: 'Realisation rate', plan: 'Estimate full year', confirmed: 'Confirmed', harvested: 'Harvested' },
    },
    states: {
      title: 'How up to date the figures are',
      description: 'The last closed and preliminary month, and how many sources are silent now. Municipalities with silent sources stand first.',
      columns: { tenant: 'Municipality', closed: 'Closed up to', preliminary: 'Preliminary', sources: 'Sources', silent: 'Silent now' },
    },
  },
} as const; // prettier-ignore
