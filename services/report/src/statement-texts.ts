import type { Language, Statement } from '@hemtag/statements';
import { exportCsv } from './adapters/csv/export-csv.js';
import { mailBody, type MailBody } from './adapters/html/mail-body.js';
import { layOut } from './application/document/lay-out.js';
import { wordingOf } from './application/document/wording.js';
import { sha256 } from './sha256.js';

// Small texts that are made where they are asked for; files are rendered in a thread of its own, with the libraries that it takes.
const statementIn = (content: Uint8Array): Statement => JSON.parse(Buffer.from(content).toString('utf8')) as Statement;

/** What a mail with the report says: its summary. @param content the statement's canonical JSON */
export const mailWords = (content: Uint8Array, language: Language): MailBody => mailBody(layOut(statementIn(content), sha256(content), wordingOf(language)));

/** One value to a row for tools that follow goals and plans; docs/exports.md. @param content the statement's canonical JSON */
export const exportRows = (content: Uint8Array): Buffer => Buffer.from([...exportCsv(statementIn(content))].join(''), 'utf8');
