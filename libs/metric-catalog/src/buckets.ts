/** An answer or a flush: the promise is one second. */
export const ANSWER_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** From an event to where it counts: the promise is 2 s for 99 of 100, and 15 s after a process was killed. */
export const DELAY_SECONDS = [0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 15, 30, 60, 300, 900, 3600];

/** Work of the background that may take minutes for a large tenant. */
export const WORK_SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** A body holds 5 MiB at most. */
export const BODY_BYTES = [1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 5_242_880];
