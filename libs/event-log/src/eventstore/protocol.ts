import { randomUUID } from 'node:crypto';
import type { Instant } from '@concord/kernel';
// The client's own bindings of the protocol: CommonJS, whose members Node can only find in the whole.
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { NO_STREAM } from '../event-log.js';
import type { StorableEvent } from '../storable.js';
import { metadataFor } from './envelope.js';

export type Request = streams.BatchAppendReq;

/** Bytes of events in one message. The server takes an append in several, and refuses a message that is too long. */
const MESSAGE = 1024 * 1024;

const ENCODER = new TextEncoder();

const uuid = (text: string): shared.UUID => new shared.UUID().setString(text);

/** An event on its way to the server. */
export interface Outgoing extends StorableEvent {
  /** When another log recorded it, if it is taken over. */
  readonly recordedAt?: Instant;
}

function messageOf(event: Outgoing): streams.BatchAppendReq.ProposedMessage {
  const message = new streams.BatchAppendReq.ProposedMessage();
  message.setId(uuid(randomUUID()));
  message.getMetadataMap().set('type', event.type);
  message.getMetadataMap().set('content-type', 'application/json');
  message.setData(ENCODER.encode(event.data));
  message.setCustomMetadata(ENCODER.encode(metadataFor(event, event.recordedAt)));
  return message;
}

/** No deadline goes with it: the client states one as an instant, and the server would hold it against its own clock. */
function optionsFor(stream: string, expectedRevision: number): streams.BatchAppendReq.Options {
  const options = new streams.BatchAppendReq.Options();
  options.setStreamIdentifier(new shared.StreamIdentifier().setStreamName(ENCODER.encode(stream)));
  return expectedRevision === NO_STREAM ? options.setNoStream(new shared.Empty()) : options.setStreamPosition(String(expectedRevision));
}

/** One append as the messages that make it up; the options go with the first, and only the last one sets it going. */
export function* requestsFor(id: string, stream: string, expectedRevision: number, events: readonly Outgoing[]): Generator<Request> {
  const begin = (): Request => new streams.BatchAppendReq().setCorrelationId(uuid(id));
  let request = begin().setOptions(optionsFor(stream, expectedRevision));
  let length = 0;
  for (const event of events) {
    const message = messageOf(event);
    const size = message.getData_asU8().length + message.getCustomMetadata_asU8().length;
    if (length > 0 && length + size > MESSAGE) {
      yield request;
      request = begin();
      length = 0;
    }
    request.addProposedMessages(message);
    length += size;
  }
  yield request.setIsFinal(true);
}
