import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { canonicalJson, type Instant } from '@concord/kernel';
import { isHandle } from '@concord/reference-data';
import { type Answer, CONTENT_SECURITY_POLICY, representation, type WebProblem, webProblemAnswer } from '@concord/web';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { minutesHtml } from './minutes.html.js';
import { hasMinutes, type Minutes } from './minutes.js';
import { MinutesReader } from './minutes.reader.js';
import { Recent } from './recent.js';
import { MEDIA_TYPES, MINUTES_FORMS, type MinutesForm, minutesUri } from './uris.js';

/** Files that are kept: on a roll of a thousand, writing one takes a processor seconds. */
const MOST_FILES = 8;

interface Asked {
  readonly id: string;
  /** Absent where the request says what it accepts. */
  readonly form?: string;
}

/** The form that the URI names, or the one that the request accepts. */
function formOf({ id, form: name }: Asked, headers: IncomingHttpHeaders): MinutesForm | WebProblem {
  const see = MINUTES_FORMS.map((form) => minutesUri(id, form));
  const types = Object.values(MEDIA_TYPES);
  if (name !== undefined) {
    const detail = `Minutes have the forms ${MINUTES_FORMS.join(', ')}, and no ${JSON.stringify(name)}`;
    return (
      MINUTES_FORMS.find((form) => form === name) ?? { status: 404, title: 'There is no such form', code: 'NO_SUCH_FORM', detail, see }
    );
  }
  const accepted = new Negotiator({ headers }).mediaType(types);
  return (
    MINUTES_FORMS.find((form) => MEDIA_TYPES[form] === accepted) ?? {
      ...{ status: 406, title: 'The minutes cannot be had in such a form', code: 'NOT_ACCEPTABLE', field: 'Accept' },
      ...{ detail: `They can be had as ${types.join(', ')}, and none of these is accepted`, value: headers.accept ?? '', see },
    }
  );
}

const stillOpen = (id: string, until: Instant): WebProblem => ({
  status: 409,
  title: 'The ballot is open',
  code: 'BALLOT_OPEN',
  detail: `The ballot is open until ${until}, and has minutes when it is over`,
  field: 'id',
  value: id,
});

/** Minutes of ballots (docs/ballots.md): for everyone, with or without a token, once the ballot is over. */
@Controller('ballots')
export class MinutesController {
  private readonly files = new Recent<Buffer>(MOST_FILES);

  constructor(private readonly reader: MinutesReader) {}

  @Get([':id/minutes', ':id/minutes.:form'])
  async answer(@Param() asked: Asked, @Req() { headers }: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const found = await this.find(asked, headers);
    const { status, headers: answered, body } = 'code' in found ? webProblemAnswer(found, headers) : found;
    await reply.code(status).headers(answered).send(body);
  }

  private async find(asked: Asked, headers: IncomingHttpHeaders): Promise<Answer | WebProblem> {
    const { id } = asked;
    const openUntil = isHandle(id) ? await this.reader.openUntil(id) : null;
    if (openUntil !== null) return stillOpen(id, openUntil);
    const course = isHandle(id) ? await this.reader.course(id) : null;
    if (course === null || course.ballot.status === 'UNKNOWN') {
      const detail = 'There is no ballot with this id';
      return { status: 404, title: 'There is no such ballot', code: 'BALLOT_NOT_FOUND', detail, field: 'id', value: id };
    }
    if (!hasMinutes(course)) return stillOpen(id, course.ballot.closesAt);
    const form = formOf(asked, headers);
    if (typeof form === 'object') return form;
    const minutes = await this.reader.minutes(id, course);
    const described: Answer['headers'] = {
      'content-type': form === 'pdf' ? MEDIA_TYPES.pdf : `${MEDIA_TYPES[form]}; charset=utf-8`,
      'content-location': minutesUri(id, form),
      ...(form === 'html' && { 'content-language': 'en', 'content-security-policy': CONTENT_SECURITY_POLICY }),
      ...(form === 'pdf' && { 'content-language': 'en', 'content-disposition': `inline; filename="minutes-of-${id}.pdf"` }),
      ...(asked.form === undefined && { vary: 'accept' }),
    };
    return representation(headers, null, described, await this.bodyOf(form, minutes));
  }

  /** What writes paper is large: it is loaded when the first minutes are asked for in this form. */
  private async pdfOf(minutes: Minutes): Promise<Buffer> {
    const { minutesPdf } = await import('./minutes.pdf.js');
    return minutesPdf(minutes);
  }

  private async bodyOf(form: MinutesForm, minutes: Minutes): Promise<Answer['body']> {
    const json = `${canonicalJson(minutes)}\n`;
    switch (form) {
      case 'html':
        return minutesHtml(minutes);
      case 'json':
        return json;
      case 'pdf':
        return this.files.get(createHash('sha256').update(json).digest('base64url'), () => this.pdfOf(minutes));
    }
  }
}
