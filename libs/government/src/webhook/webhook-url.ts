import { rule } from '@concord/reference-data';
import { faultOfUrl } from './target.js';

/** A URL that can be the address of a webhook, as far as its text tells. */
export const IsWebhookUrl = () =>
  rule('isWebhookUrl', (value) => (typeof value === 'string' ? faultOfUrl(value) : 'the address of a webhook is a text'));
