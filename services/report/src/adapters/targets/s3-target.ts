import type { Clock } from '@hemtag/kernel';
import { AwsV4Signer } from 'aws4fetch';
import type { DeliveredReport, DeliveryTarget } from '../../application/delivery-ports.js';

export interface S3Settings {
  /** Of the bucket, with what its keys begin with: `https://s3.example/bucket/prefix`. */
  readonly url: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly clock: Clock;
  /** For one file; 60,000 by default. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 60_000;
const MAX_ANSWER_CHARACTERS = 4_096;
/** What is wrong with the file itself. A bucket, a key or a right that is missing is put right by an operator. */
const ABOUT_THE_FILE: readonly (string | undefined)[] = ['EntityTooLarge', 'KeyTooLongError'];

type Outcome = Awaited<ReturnType<DeliveryTarget['deliver']>>;
type File = DeliveredReport['files'][number];

/** `20260414T080000Z`, as the signature has it. */
const stampOf = (instant: number): string => new Date(instant).toISOString().replace(/[:-]|\.\d{3}/g, '');

/** An answer has a few lines; nobody keeps the service busy with more. */
async function beginningOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length >= MAX_ANSWER_CHARACTERS) break;
  }
  return text;
}

async function refusalOf(response: Response): Promise<Outcome> {
  // The code is a word of a closed list; what stands beside it may name the bucket or the key.
  const code = /<Code>([A-Za-z0-9]{1,64})<\/Code>/.exec(await beginningOf(response))?.[1];
  const isFinal = response.status === 413 || ABOUT_THE_FILE.includes(code);
  return { kind: 'refused', isFinal, reason: `the storage answered ${response.status}${code === undefined ? '' : ` ${code}`}` };
}

/**
 * Puts the files below `url/TENANT/` into a bucket that speaks the protocol of S3: path-style addresses, Signature Version 4, the SHA-256 of each file in the signature and for the
 * storage to check. Keys and bytes are always the same, so that repeating it changes nothing. Nobody is followed elsewhere.
 */
export class S3Target implements DeliveryTarget {
  readonly channel = 's3';

  constructor(private readonly settings: S3Settings) {}

  async deliver({ tenant, files }: DeliveredReport): Promise<Outcome> {
    for (const file of files) {
      const outcome = await this.put(tenant, file);
      if (outcome.kind === 'refused') return outcome;
    }
    return { kind: 'sent' };
  }

  private async put(tenant: string, file: File): Promise<Outcome> {
    const signal = AbortSignal.timeout(this.settings.timeoutMs ?? TIMEOUT_MS);
    const { url, headers } = await this.signed(tenant, file);
    try {
      const response = await fetch(url, { method: 'PUT', headers, body: file.content as Uint8Array<ArrayBuffer>, redirect: 'manual', signal });
      if (!response.ok) return await refusalOf(response);
      await response.body?.cancel();
      return { kind: 'sent' };
    } catch {
      return { kind: 'refused', isFinal: false, reason: signal.aborted ? 'the storage did not answer in time' : 'the storage could not be reached' };
    }
  }

  private signed(tenant: string, { filename, contentType, fingerprint }: File): ReturnType<AwsV4Signer['sign']> {
    const { url, region, accessKey, secretKey, clock } = this.settings;
    return new AwsV4Signer({
      method: 'PUT',
      url: `${url.replace(/\/$/, '')}/${encodeURIComponent(tenant)}/${encodeURIComponent(filename)}`,
      headers: {
        'content-type': contentType,
        'x-amz-content-sha256': fingerprint,
        'x-amz-checksum-sha256': Buffer.from(fingerprint, 'hex').toString('base64'),
      },
      service: 's3',
      region,
      accessKeyId: accessKey,
      secretAccessKey: secretKey,
      datetime: stampOf(clock()),
    }).sign();
  }
}
