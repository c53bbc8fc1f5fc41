import { connect } from 'node:net';
import type { LocalServer } from './server.ts';

/**
 * Makes `server` a proxy for clients whose host names are fixed in code: what they send to one of `hosts` on port 443
 * arrives at `port`, and calls to the runtime's own `ports` pass. It leads nowhere else, so that nothing a client does here
 * reaches the service that those names belong to.
 */
export function serveProxy(
  server: LocalServer,
  { hosts, port, ports }: { hosts: readonly string[]; port: number; ports: readonly number[] },
): void {
  const goalOf = (authority: string): number | undefined => {
    const [, host = '', wanted = '443'] = /^(.*?)(?::(\d+))?$/.exec(authority.toLowerCase()) ?? [];
    if (hosts.includes(host) && wanted === '443') return port;
    const isOwn = (host === '127.0.0.1' || host === 'localhost') && ports.includes(Number(wanted));
    return isOwn ? Number(wanted) : undefined;
  };
  server.onConnect((request, socket, head) => {
    const goal = goalOf(request.url ?? '');
    if (goal === undefined) {
      socket.on('error', () => {});
      const message = `This proxy leads to ${hosts.join(', ')} of the local runtime only.\n`;
      const headers = `content-type: text/plain\r\ncontent-length: ${message.length}\r\nconnection: close`;
      return socket.end(`HTTP/1.1 403 Forbidden\r\n${headers}\r\n\r\n${message}`);
    }
    const there = connect(goal, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      there.write(head);
      there.pipe(socket).pipe(there);
    });
    socket.on('error', () => there.destroy()).on('close', () => there.destroy());
    there.on('error', () => socket.destroy()).on('close', () => socket.destroy());
  });
}
