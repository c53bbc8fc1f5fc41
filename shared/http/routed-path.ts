import type { GatewayEvent } from './gateway.ts';

const decodedOnce = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/**
 * The path of an event is the one that the gateway chose its route by. An HTTP API hands on a path decoded and ends it
 * at a decoded question mark, so that `…/users%3F/x` would reach what `…/users` is; its variables still have all of it.
 * Encoded slashes in a variable of one word are no path of ours either. Nothing tells it of the route `$default`.
 */
export function isPathAsRouted({ routeKey = '$default', pathParameters = {}, rawPath }: GatewayEvent): boolean {
  const pattern = routeKey.split(' ')[1];
  if (pattern === undefined) return true;
  const words = Object.entries(pathParameters).filter(([name]) => !pattern.includes(`{${name}+}`));
  if (words.some(([, value]) => value.includes('/'))) return false;
  const routed = pattern.replace(/\{(\w+)\+?\}/g, (_, name: string) => pathParameters[name] ?? '');
  const spellings = [rawPath, decodedOnce(rawPath)];
  return spellings.includes(routed) || spellings.includes(decodedOnce(routed));
}
