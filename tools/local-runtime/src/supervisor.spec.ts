import { ok } from '@hemtag/kernel';
import type { OwnProcess, ProcessExit } from './own-process.js';
import { nextBackoffMs, Supervisor, type RuntimeEvent } from './supervisor.js';

interface FakeProcess extends OwnProcess {
  end(): void;
}

function fakeProcess(pid: number): FakeProcess {
  let end = (): void => undefined;
  const exited = new Promise<ProcessExit>((resolve) => {
    end = () => resolve({ kind: 'exited', code: 1, signal: null });
  });
  return {
    name: 'svc',
    pid,
    exited,
    isRunning: () => true,
    stop: () => {
      end();
      return exited;
    },
    kill: () => end(),
    lastLines: () => ['last words'],
    end: () => end(),
  };
}

describe('nextBackoffMs', () => {
  it('doubles from 0.2 s up to 5 s and gives up after ten restarts within a minute', () => {
    const pauses = Array.from({ length: 11 }, (_, restarts) => nextBackoffMs(Array<number>(restarts).fill(1_000), 1_500));
    expect(pauses).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000, 5_000, 5_000, undefined]);
  });

  it('forgets restarts that lie a minute back', () => {
    expect(nextBackoffMs([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 60_500], 61_000)).toBe(400);
  });
});

describe('Supervisor', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function supervised() {
    const processes: FakeProcess[] = [];
    const events: RuntimeEvent[] = [];
    const supervisor = new Supervisor({
      name: 'svc',
      stopGraceMs: 1_000,
      onEvent: (event) => events.push(event),
      start: async () => {
        const process = fakeProcess(processes.length + 1);
        processes.push(process);
        return ok(process);
      },
    });
    return { supervisor, processes, events };
  }

  it('starts a program again that ended unasked, and says so', async () => {
    const { supervisor, processes, events } = supervised();
    await supervisor.start();
    processes[0]?.end();
    await jest.advanceTimersByTimeAsync(199);
    expect(processes).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(processes).toHaveLength(2);
    expect(events).toEqual([
      { kind: 'exited', name: 'svc', exit: { kind: 'exited', code: 1, signal: null }, lines: ['last words'], restartInMs: 200 },
      { kind: 'restarted', name: 'svc', pid: 2 },
    ]);
  });

  it('leaves a program alone that was stopped, also while it waits for the restart', async () => {
    const { supervisor, processes } = supervised();
    await supervisor.start();
    processes[0]?.end();
    await jest.advanceTimersByTimeAsync(100);
    await supervisor.stop();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(processes).toHaveLength(1);
  });

  it('gives up on a program that ends again and again', async () => {
    const { supervisor, processes, events } = supervised();
    await supervisor.start();
    for (let round = 0; round < 11; round += 1) {
      processes.at(-1)?.end();
      await jest.advanceTimersByTimeAsync(5_000);
    }
    expect(processes).toHaveLength(11);
    expect(events.at(-1)).toEqual({ kind: 'given-up', name: 'svc', restarts: 10 });
  });
});
