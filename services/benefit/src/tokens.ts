/** What Nest injects where a port has no class of its own. */
export const REGISTER_STORE = Symbol('RegisterStore');
export const VOLUME_STORE = Symbol('VolumeStore');
export const VOLUME_WRITER = Symbol('VolumeWriter');
export const PERIOD_STORE = Symbol('PeriodStore');
export const CONFIRMATION_STORE = Symbol('ConfirmationStore');
export const DIGEST = Symbol('Digest');
export const METRICS_HANDLE = Symbol('Metrics');
export const CLOCK = Symbol('Clock');
export const MANIFEST_READER = Symbol('ManifestReader');
