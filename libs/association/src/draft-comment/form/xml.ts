import { setImmediate } from 'node:timers/promises';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { badForm } from './faults.js';

/** What a reader of a part wants to hear of. */
export interface XmlListener {
  opened(tag: SaxesTagNS): void;
  closed?(tag: SaxesTagNS): void;
  text?(text: string): void;
}

/** Characters that are read at a time; in between others have their turn. */
const CHUNK = 256 * 1_024;

/**
 * Reads a part of a package from beginning to end. A document type is refused: none belongs into a package (ISO/IEC 29500-2),
 * and entities are how small files grow large.
 * @throws ConcordError BAD_FORM
 */
export async function readXml(path: string, part: Buffer, listener: XmlListener): Promise<void> {
  const parser = new SaxesParser({ xmlns: true });
  const refuse = (why: string): never => {
    throw badForm(`its part ${path} ${why}`);
  };
  parser.on('error', ({ message }) => refuse(`is not well-formed (${message})`));
  parser.on('doctype', () => refuse('declares a document type'));
  parser.on('opentag', (tag) => listener.opened(tag));
  if (listener.closed) parser.on('closetag', (tag) => listener.closed?.(tag));
  if (listener.text) parser.on('text', (text) => listener.text?.(text));
  const xml = part.toString('utf8');
  for (let at = 0; at < xml.length; at += CHUNK) {
    parser.write(xml.slice(at, at + CHUNK));
    await setImmediate();
  }
  parser.close();
}
