import { dueMonths, preliminaryToday, type MonthState } from './report-schedule.js';

const isHoliday = (day: string): boolean => ['2026-04-03', '2026-04-06'].includes(day);
const days = { preliminaryWorkingDay: 3, finalWorkingDay: 8 };
const schedule = (today: string, states: Readonly<Record<string, MonthState>> = {}, since = '2026-03') =>
  dueMonths({ days, since, today, isHoliday, stateOf: (month) => states[month] ?? 'OPEN' });

// March 2026: preliminary due on 7 April, final on 14 April (Easter lies between).
const march = { month: '2026-03', preliminaryDue: '2026-04-07', finalDue: '2026-04-14' };

test('a month is waited for from its end on', () => {
  expect(schedule('2026-03-31')).toEqual([]);
  expect(schedule('2026-04-01')).toEqual([{ ...march, state: 'OPEN', overdue: null, reminder: null }]);
});

test('on the due day nothing is overdue; on the next one it is', () => {
  expect(schedule('2026-04-07')).toMatchObject([{ overdue: null }]);
  expect(schedule('2026-04-08')).toMatchObject([{ overdue: 'preliminary', reminder: null }]);
  expect(schedule('2026-04-08', { '2026-03': 'PRELIMINARY' })).toMatchObject([{ overdue: null, reminder: null }]);
  // A reopened month has to be preliminary anew.
  expect(schedule('2026-04-08', { '2026-03': 'REOPENED' })).toMatchObject([{ overdue: 'preliminary' }]);
});

test('the working day before the final report a reminder is due, after it another one', () => {
  expect(schedule('2026-04-13', { '2026-03': 'PRELIMINARY' })).toMatchObject([{ overdue: null, reminder: 'closing-soon' }]);
  expect(schedule('2026-04-14', { '2026-03': 'PRELIMINARY' })).toMatchObject([{ overdue: null, reminder: 'closing-soon' }]);
  expect(schedule('2026-04-15', { '2026-03': 'PRELIMINARY' })).toMatchObject([{ overdue: 'final', reminder: 'late' }]);
  expect(schedule('2026-04-15', { '2026-03': 'CLOSED' })).toEqual([]);
});

test('after a downtime of weeks every month that was missed is there, oldest first; before the plan there was nothing to miss', () => {
  const months = schedule('2026-06-20', { '2026-04': 'CLOSED' });
  expect(months.map(({ month, overdue }) => [month, overdue])).toEqual([['2026-03', 'final'], ['2026-05', 'final']]); // prettier-ignore
  expect(schedule('2026-06-20', {}, '2026-05').map(({ month }) => month)).toEqual(['2026-05']);
});

test('the schedule sets preliminary what is open and due, and leaves a reopened month to people', () => {
  const today = '2026-05-20';
  expect(preliminaryToday(schedule('2026-04-06'), '2026-04-06')).toEqual([]);
  expect(preliminaryToday(schedule('2026-04-07'), '2026-04-07')).toEqual(['2026-03']);
  expect(preliminaryToday(schedule(today, { '2026-03': 'REOPENED' }), today)).toEqual(['2026-04']);
  expect(preliminaryToday(schedule(today, { '2026-03': 'PRELIMINARY' }), today)).toEqual(['2026-04']);
});
