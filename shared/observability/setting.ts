/** What the environment of a function says; set by the stacks. @throws TypeError: a function without it must not start. */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new TypeError(`the environment has ${name}`);
  return value;
}
