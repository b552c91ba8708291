import { canonicalJson, type RecordedEvent } from '@concord/kernel';

/** All of an event that a copy keeps, as one text: everything but its position. */
export const eventText = ({ position: _, ...kept }: RecordedEvent): string => canonicalJson(kept);
