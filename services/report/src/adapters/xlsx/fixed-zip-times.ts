/** Layout of a zip file (APPNOTE 4.3): what is needed to find the two places of every entry's time. */
const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;
/** 1 January 1980, 00:00: the earliest that MS-DOS knows, as time 0 and date 0x21. */
const FIXED_TIME = 0x0021_0000;

/**
 * Overwrites the times of all entries, in place: they say when a file was packed, and two renderings of one statement must not differ by that.
 * The file has no comment and fewer than 65 535 entries, as the writer of workbooks makes it.
 */
export function fixZipTimes(file: Buffer): Buffer {
  const end = file.length - END_LENGTH;
  if (end < 0 || file.readUInt32LE(end) !== END_OF_DIRECTORY) throw new Error('a workbook does not end as a zip file does');
  let at = file.readUInt32LE(end + 16);
  for (let entries = file.readUInt16LE(end + 10); entries > 0; entries -= 1) {
    if (file.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('a workbook has a broken zip directory');
    file.writeUInt32LE(FIXED_TIME, at + 12);
    file.writeUInt32LE(FIXED_TIME, file.readUInt32LE(at + 42) + 10);
    at += ENTRY_LENGTH + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return file;
}
