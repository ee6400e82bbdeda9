import { InitiativeManifest } from './initiative-manifest.js';
import { RateManifest } from './rate-manifest.js';
import { ReportPlanManifest } from './report-plan-manifest.js';
import { SourceManifest } from './source-manifest.js';
import { TenantManifest } from './tenant-manifest.js';

export const MANIFEST_VERSION = 'hemtag/v1';
export const MANIFESTS = {
  Tenant: TenantManifest,
  Source: SourceManifest,
  Rate: RateManifest,
  Initiative: InitiativeManifest,
  ReportPlan: ReportPlanManifest,
} as const;
export type ManifestKind = keyof typeof MANIFESTS;
export const MANIFEST_KINDS = Object.keys(MANIFESTS) as readonly ManifestKind[];

/** One document of a manifest file, field by field valid. A field that was left out is absent, so that the register can keep what it has. */
export type Manifest = TenantManifest | SourceManifest | RateManifest | InitiativeManifest | ReportPlanManifest;
