import { classify, firstOfEach } from './classify.js';
import { candidateOf, meteredEvent } from './metered-event.builder.js';

const first = candidateOf(meteredEvent({ id: 'a', content: 'one' }));
const other = candidateOf(meteredEvent({ id: 'a', content: 'two' }));
const second = candidateOf(meteredEvent({ id: 'b', content: 'one' }));

const kinds = (outcomes: readonly { readonly kind: string }[]): string[] => outcomes.map(({ kind }) => kind);

describe('classification of a batch', () => {
  it('accepts the first of each identity, calls the same again a duplicate and another content a conflict', () => {
    expect(kinds(classify([first, second, first, other, first], new Map()))).toEqual(['accept', 'accept', 'duplicate', 'conflict', 'duplicate']);
  });

  it('compares with what was claimed before', () => {
    expect(kinds(classify([first, other, second], new Map([[first.identity, other.contentHash]])))).toEqual(['conflict', 'duplicate', 'accept']);
  });

  it('lets the first candidate of each identity claim it', () => {
    expect(firstOfEach([other, second, first])).toEqual([other, second]);
  });
});
