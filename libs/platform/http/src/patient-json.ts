// Whoever stands between gives up on an answer of which nothing comes for a minute.
const SIGN_OF_LIFE_MS = 5_000;

/** An answer that takes long as JSON: blanks while it is being worked out, because JSON may begin with them. A failure cuts the answer off. */
export async function* patientJson(answer: Promise<unknown>): AsyncGenerator<string> {
  for (;;) {
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), SIGN_OF_LIFE_MS);
    });
    const ready = await Promise.race([answer.then((value) => ({ value })), waited]).finally(() => clearTimeout(timer));
    if (ready) {
      yield JSON.stringify(ready.value);
      return;
    }
    yield ' ';
  }
}
