import { type Part, standIn } from './part.ts';

/**
 * What `node:process` says of itself to an ES module: every member of it, standard input and output included, which are
 * opened for that. The two or three members that packages take are those of the global.
 */
export const processMembers: Part = standIn('members-of-process', /^(node:)?process$/, 'module.exports = process');
