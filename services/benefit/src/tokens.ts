/** What Nest injects where a port has no class of its own. */
export const REGISTER_STORE = Symbol('RegisterStore');
export const VOLUME_STORE = Symbol('VolumeStore');
export const VOLUME_FACTS = Symbol('VolumeFacts');
export const VOLUME_WRITER = Symbol('VolumeWriter');
export const PERIOD_STORE = Symbol('PeriodStore');
/** Until the usage that the log has is stored. */
export const AWAIT_USAGE = Symbol('AwaitUsage');
export const CONFIRMATION_STORE = Symbol('ConfirmationStore');
export const DIGEST = Symbol('Digest');
export const METRICS_HANDLE = Symbol('Metrics');
/** The figures as SQL readers see them. */
export const PUBLISHED_FIGURES = Symbol('PublishedFigures');
export const BEGIN_SPAN = Symbol('BeginSpan');
export const CLOCK = Symbol('Clock');
export const MANIFEST_READER = Symbol('ManifestReader');
export const VERIFY_FAILED = Symbol('VerifyFailed');
export const FOLLOW_VERIFICATION = Symbol('FollowVerification');
