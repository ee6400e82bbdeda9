import { pathText } from './manifest-path.js';
import { readManifest } from './read-manifest.js';

const plan = (spec: object): object => ({ apiVersion: 'hemtag/v1', kind: 'ReportPlan', metadata: { tenant: 'SE-2281', name: 'monthly' }, spec });
const faults = (spec: object): string[] => readManifest(plan(spec)).faults.map((fault) => `${pathText(fault.path)}: ${fault.detail}`);

test('every documented field of a report plan is taken', () => {
  const document = plan({
    title: { sv: 'Månadsrapport' },
    departments: ['Servicecenter', 'Omsorg'],
    language: 'sv',
    formats: ['pdf', 'xlsx'],
    preliminaryWorkingDay: 3,
    finalWorkingDay: 8,
    calendar: 'SE',
    recipients: [
      { role: 'finance director', address: 'ekonomichef@kommun.example' },
      { role: 'benefit-owner', address: 'servicecenter@kommun.example', knownAs: 'role:servicecenter-manager' },
      { role: 'head of department', address: 'chef+nytta@service.kommun.example' },
    ],
    targets: ['reports-folder', 'stratsys'],
  });
  expect(readManifest(document)).toEqual({ manifest: document, faults: [] });
});

test('what cannot be used is named, and the value of an address is never repeated', () => {
  expect(
    faults({
      departments: ['Omsorg', ' '],
      language: 'fi',
      formats: ['docx'],
      preliminaryWorkingDay: 0,
      calendar: 'FI',
      recipients: [
        { role: 'controller', address: 'Anna <anna@kommun.example>' },
        { address: 'bo@kommun.example\r\nBcc: x@y.example', role: '' },
      ],
      targets: ['https://elsewhere.example/hook'],
    }),
  ).toEqual([
    'spec.departments[1]: must not be empty',
    'spec.language: must be one of sv, en, da, no',
    'spec.formats[0]: must be one of pdf, xlsx, html, csv, json',
    'spec.preliminaryWorkingDay: must be a whole number from 1 to 15, without quotes',
    'spec.calendar: must be one of SE, DK, NO',
    'spec.recipients[0].address: must be a mail address such as ekonomichef@kommun.example, without a name around it',
    'spec.recipients[1].role: must not be empty',
    'spec.recipients[1].address: must be a mail address such as ekonomichef@kommun.example, without a name around it',
    'spec.targets[0]: must be a name of lower-case letters, digits and hyphens, at most 63 characters',
  ]);
});
