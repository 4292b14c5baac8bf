import type { PtyScreen } from './pty-screen.ts';
import type { PtySession } from './pty-session.ts';
import { Watermark } from './watermark.ts';

/**
 * Feeds a session's output to a screen, holding the program while more than 256 KiB wait to be parsed. Returns what
 * disconnects them; what has arrived is still parsed.
 */
export function connectScreen(session: PtySession, screen: PtyScreen): () => void {
  const watermark = new Watermark(session);
  const stop = session.onBytes((bytes) => {
    watermark.add(bytes.length);
    screen.write(bytes, () => watermark.done(bytes.length));
  });
  return () => {
    stop();
    watermark.close();
  };
}
