export { compareCase, type ComparedCase, type ExpectedCase } from './comparison.js';
export { compareAll, exampleLines, readExpected } from './examples.js';
export { hemtag, type CommandResult } from './hemtag-command.js';
export { SERVICES, startStack, type Stack } from './stack.js';
