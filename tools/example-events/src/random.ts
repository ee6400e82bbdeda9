/** A source of reproducible numbers: the same seed gives the same sequence on every machine, because only 32-bit integer operations are used. */
export interface Random {
  /** Uniform in [0, 1). */
  readonly unit: () => number;
  /** A whole number from `from` up to, not including, `to`. */
  readonly between: (from: number, to: number) => number;
  /** Shaped like a version 4 UUID, with a letter at least every seven characters, so that no run of digits can be read as an identity number. */
  readonly key: () => string;
}

const rotateLeft = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

/** Spreads a small seed over 32 bits (the finaliser of SplitMix32), because the generator below must not start from a state of mostly zeros. */
function spread(seed: number): number {
  let value = Math.imul(seed ^ (seed >>> 16), 0x21f0aaad);
  value = Math.imul(value ^ (value >>> 15), 0x735a2d97);
  return value ^ (value >>> 15);
}

/** xoshiro128** (Blackman and Vigna, 2018): 128 bits of state, period 2^128 - 1. Not for secrets. */
function xoshiro128(seed: number): () => number {
  const step = 0x9e3779b9;
  let a = spread(seed + step);
  let b = spread(seed + 2 * step);
  let c = spread(seed + 3 * step);
  let d = spread(seed + 4 * step);
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const carry = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= carry;
    d = rotateLeft(d, 11);
    return result;
  };
}

/** `h` stands for any hexadecimal digit, `l` for a letter of them, `v` for the letters that the variant field allows; the rest stands for itself. */
const KEY_SHAPE = 'hhhlhhhh-lhhh-4lhh-vhhh-hhhlhhhlhhhh';

function keyCharacter(shape: string, bits: number): string {
  switch (shape) {
    case 'h':
      return (bits & 15).toString(16);
    case 'l':
      return 'abcdef'.charAt(bits % 6);
    case 'v':
      return 'ab'.charAt(bits & 1);
    default:
      return shape;
  }
}

export function seededRandom(seed: number): Random {
  const next = xoshiro128(seed);
  const unit = (): number => next() / 0x1_0000_0000;
  return {
    unit,
    between: (from, to) => from + Math.floor(unit() * (to - from)),
    key: () => {
      let bits = 0;
      let text = '';
      for (let index = 0; index < KEY_SHAPE.length; index++) {
        // Four bits a character: eight characters use up one number.
        bits = index % 8 === 0 ? next() : bits >>> 4;
        text += keyCharacter(KEY_SHAPE.charAt(index), bits);
      }
      return text;
    },
  };
}
