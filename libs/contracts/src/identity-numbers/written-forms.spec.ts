import { isLikelyNumber } from './likely-number.js';
import { ALL_PUBLISHED, DISGUISES, PUBLISHED_NUMBERS } from './published-numbers.builder.js';
import { scanText } from './scan.js';

/** `SE` where a find is certain, `SE?` where it is suspect, each once. */
const found = (text: string): readonly string[] => [...new Set(scanText(text).map(({ kind, isCertain }) => (isCertain ? kind : `${kind}?`)))].sort();

describe('numbers that authorities publish', () => {
  it.each(Object.entries(PUBLISHED_NUMBERS).flatMap(([country, numbers]) => numbers.map((number) => [country, number])))(
    '%s %s is certain',
    (country, number) => {
      expect(found(number)).toContain(country);
    },
  );

  it.each(Object.keys(DISGUISES))('are found in disguise: %s', (name) => {
    for (const number of ALL_PUBLISHED) {
      const text = DISGUISES[name]!(number);
      expect([text, found(text)]).toEqual([text, found(number)]);
      expect([text, isLikelyNumber(text)]).toEqual([text, true]);
    }
  });
});

describe('forms', () => {
  it.each([
    ['821105-9954', 'SE'],
    ['821105+9954', 'SE'],
    ['19821105+9954', 'SE'],
    ['198211059954', 'SE'],
    ['19821105 9954', 'SE'],
    ['821105 - 9954', 'SE'],
    ['19 82 11 05 99 54', 'SE'],
    ['251248 9996', 'DK'],
    ['25 12 48 9996', 'DK'],
    ['109155 96784', 'NO'],
    ['10 91 55 96784', 'NO'],
    ['109155-96784', 'NO'],
    ['010594y9032', 'FI'],
    ['010594 Y 9032', 'FI'],
    ['4711-22-19821105-9954-7', 'SE'],
    ['/se/19821105-9954/x', 'SE'],
    ['1.19821105-9954', 'SE'],
    ['198211059954.0', 'SE'],
  ])('%s is certain', (text, kind) => {
    expect(found(text)).toEqual([kind]);
    expect(isLikelyNumber(text)).toBe(true);
  });

  it.each([
    ['8211059954', 'SE?'],
    ['2512489996', 'DK?'],
    ['1712150000', 'DK?'],
    ['case_821105_9954', 'SE?'],
    ['case_020594_903P', 'FI?'],
    ['1982-11-05-9954', 'SE?'],
    ['case:8211059954:1', 'SE?'],
  ])('%s is suspect', (text, kind) => {
    expect(found(text)).toEqual([kind]);
  });

  it('DK: the date alone decides, so a number that fails the check by 11 is found', () => {
    expect([4, 3, 2, 7, 6, 5, 4, 3, 2, 1].reduce((sum, weight, at) => sum + weight * Number('2512489996'[at]), 0) % 11).not.toBe(0);
    expect(found('251248-9996')).toEqual(['DK']);
    // STIL adds 60 to the day.
    expect(found('851248-9996')).toEqual(['DK']);
    expect(found('311148-9996')).toEqual([]);
    expect(found('290201-9996')).toEqual([]);
    expect(found('290200-9996')).toEqual(['DK']);
  });

  it('SE: a serial number 000 is none, and a wrong check digit is none', () => {
    expect(found('20150916-0006')).toEqual([]);
    expect(found('19821105-9953')).toEqual([]);
    expect(found('17821105-9954')).toEqual([]);
  });

  it('NO: from 2032 the first check may leave 0 to 3, the second only 0', () => {
    // Both leave 0 today. A tenth digit that is 1 more adds 1 to the first sum and 2 to the second, which the eleventh takes back.
    expect(found('13717404089')).toEqual(['NO']);
    expect(found('13717404097')).toEqual(['NO']);
    expect(found('13717404096')).toEqual([]);
    // 1 less leaves 10.
    expect(found('13717404070')).toEqual([]);
  });

  it('FI: the check character and the date decide', () => {
    expect(found('010594Y9033')).toEqual([]);
    expect(found('320594Y9032')).toEqual([]);
    for (const separator of '-YXWVUABCDEF+')
      expect([separator, found(`010594${separator}9032`)]).toEqual([separator, separator === '-' ? ['DK', 'FI'] : ['FI']]);
  });
});

describe('borders', () => {
  it.each(['a19821105-9954', '19821105-9954a', 'ä19821105-9954', '119821105-9954', '19821105-99541', 'x8211059954', 'a020504A902E', '020504A902E0'])(
    '%s has a letter or digit beside it',
    (text) => {
      expect(found(text)).toEqual([]);
    },
  );
});

describe('addresses, accounts and positions', () => {
  it.each([
    ['anna.andersson@example.org', 'EMAIL'],
    ['mailto:anna%40example.org', 'EMAIL'],
    ['Åsa.Öberg＠example．org', 'EMAIL'],
    ['+46701740605', 'PHONE'],
    ['tel:+46 (0)70-174 06 05', 'PHONE'],
    ['+45 20 12 34 56', 'PHONE'],
    ['0046 70 174 06 05', 'PHONE'],
    ['0046701740605', 'PHONE?'],
    ['SE35 5000 0000 0549 1000 0003', 'IBAN'],
    ['se3550000000054910000003', 'IBAN'],
    ['NO9386011117947', 'IBAN'],
    ['DK5000400440116243', 'IBAN'],
    ['FI2112345600000785', 'IBAN'],
    ['GB29NWBK60161331926819', 'IBAN'],
    ['62.39081, 17.30690', 'COORDINATES'],
    ['geo:62.39081,17.30690', 'COORDINATES'],
    ['[17.30690,62.39081]', 'COORDINATES'],
    ['N62.39081 E17.30690', 'COORDINATES'],
  ])('%s', (text, kind) => {
    expect(found(text)).toEqual([kind]);
    expect(isLikelyNumber(text)).toBe(true);
  });

  it.each([
    'SE35 5000 0000 0549 1000 0004',
    'connector@1.2.3',
    '@hemtag/connector',
    '+01:00',
    '+1 2026-03-02',
    '62.39, 17.31',
    '99.39081, 217.30690',
    '0000046701',
  ])('%s is none', (text) => {
    expect(found(text)).toEqual([]);
  });
});
