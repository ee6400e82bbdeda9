/** How often something is evaluated anew because facts changed meanwhile. */
const MAX_ATTEMPTS = 4;

export interface Settling<Answer> {
  readonly evaluate: () => Promise<Answer>;
  readonly differs: (answer: Answer) => boolean;
  /** Text that differs as soon as anything differs that the answer depends on. */
  readonly mark: () => Promise<string>;
}

/**
 * An answer that compares two readings. Usage that arrives between them is no difference: what differs is evaluated again until nothing has changed meanwhile.
 * Only then is anything asked for the mark, because that reads a lot.
 */
export async function settled<Answer>({ evaluate, differs, mark }: Settling<Answer>): Promise<Answer> {
  let answer = await evaluate();
  for (let attempt = 1; attempt < MAX_ATTEMPTS && differs(answer); attempt += 1) {
    const before = await mark();
    answer = await evaluate();
    if (before === (await mark())) break;
  }
  return answer;
}
