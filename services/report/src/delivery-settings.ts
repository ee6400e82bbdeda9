import type { Clock } from '@hemtag/kernel';
import { z } from 'zod';
import { FolderTarget } from './adapters/targets/folder-target.js';
import { S3Target } from './adapters/targets/s3-target.js';
import { WebhookTarget } from './adapters/targets/webhook-target.js';
import type { SmtpSettings } from './adapters/mail/smtp-sender.js';
import type { DeliveryTarget } from './application/delivery-ports.js';

type SmtpServer = Pick<SmtpSettings, 'host' | 'port' | 'isImplicitTls' | 'isPlain' | 'login'>;

function smtpServer(text: string): SmtpServer | null {
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, port, username, password, searchParams } = new URL(text);
  const isImplicitTls = protocol === 'smtps:';
  const isPlain = searchParams.get('tls') === 'none';
  if ((protocol !== 'smtp:' && !isImplicitTls) || hostname === '' || (isPlain && isImplicitTls)) return null;
  const login = username === '' ? undefined : { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  // Nobody may read a password on its way.
  if (isPlain && login !== undefined) return null;
  return { host: hostname, port: Number(port || (isImplicitTls ? 465 : 587)), isImplicitTls, isPlain, ...(login && { login }) };
}

/** `smtp://user:password@host:587` (STARTTLS is demanded) or `smtps://…:465`; `?tls=none`, without a login, for a mail catcher on the same machine. */
export const smtpUrl = () =>
  z.string().transform((text, context) => {
    const server = smtpServer(text);
    if (server !== null) return server;
    context.addIssue({ code: 'custom', message: 'must be smtp://user:password@host:port or smtps://…; smtp://host:port?tls=none has no login' });
    return z.NEVER;
  });

/** `https://s3.example/bucket/prefix`: the address says nothing but where the bucket is and what its keys begin with. */
function isBucketAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, pathname, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && username + password + search + hash === '' && /^(\/[A-Za-z0-9._-]+)+\/?$/.test(pathname);
}
const s3 = z.strictObject({
  s3: z.string().refine(isBucketAddress),
  region: z.string().regex(/^[a-z0-9-]{1,64}$/),
  accessKey: z.string().regex(/^[\x21-\x7e]{1,128}$/),
  secretKey: z.string().min(8),
});
const target = z.union([
  z.strictObject({ folder: z.string().min(1) }),
  z.strictObject({ webhook: z.url({ protocol: /^https?$/ }), secret: z.string().min(16) }),
  s3,
]);
const targets = z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/), target);
export type TargetSettings = z.infer<typeof targets>;

const TARGETS_EXPECTED =
  'must be JSON of names with a folder, with a webhook and a secret of at least 16 characters, or with an s3 address such as https://s3.example/bucket/prefix, its region, accessKey and secretKey';

/** JSON: `{"archive":{"folder":"/srv/reports"},"stratsys":{"webhook":"https://…","secret":"…"}}`, by the names that report plans use. */
export const reportTargets = () =>
  z.string().transform((text, context): TargetSettings => {
    try {
      const read = targets.safeParse(JSON.parse(text));
      if (read.success) return read.data;
    } catch {
      // Told below, without the text: it has secrets.
    }
    context.addIssue({ code: 'custom', message: TARGETS_EXPECTED });
    return z.NEVER;
  });

function targetOf(settings: z.infer<typeof target>, clock: Clock): DeliveryTarget {
  if ('folder' in settings) return new FolderTarget(settings.folder);
  if ('webhook' in settings) return new WebhookTarget({ url: settings.webhook, secret: settings.secret, clock });
  const { s3: url, ...access } = settings;
  return new S3Target({ url, ...access, clock });
}
export const targetsOf = (settings: TargetSettings, clock: Clock): ReadonlyMap<string, DeliveryTarget> =>
  new Map(Object.entries(settings).map(([name, one]): [string, DeliveryTarget] => [name, targetOf(one, clock)]));
