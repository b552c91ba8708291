import type { DemoIssuer } from '@concord/identity';
import type { PartyKind, Position } from '@concord/kernel';
import { CannotBeDone } from '../cannot-be-done.js';

/** A party of the story. */
export interface Party {
  readonly id: string;
  readonly kind: PartyKind;
  /** As people know it. */
  readonly name: string;
  /** ISO 3166-1 alpha-2 code of its country, or a bloc. */
  readonly jurisdiction: string;
}

/** Where the log holds what a mutation did. */
export interface Receipt {
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
}

interface ApiError {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly field?: string };
}

interface ApiAnswer {
  readonly data?: unknown;
  readonly errors?: readonly ApiError[];
}

/** GraphQL answers with data, with errors, or with both. */
const isAnswer = (body: unknown): body is ApiAnswer =>
  typeof body === 'object' &&
  body !== null &&
  (('data' in body && typeof body.data === 'object') || ('errors' in body && Array.isArray(body.errors)));

const ANSWER_PATIENCE_MS = 30_000;
const TOKEN_SECONDS = 3_600;

const hasCode = (error: ApiError, code: string): boolean => error.extensions?.code === code;

const shown = ({ message, extensions }: ApiError): string => {
  const where = extensions?.field === undefined ? '' : ` (${extensions.field})`;
  return `${extensions?.code ?? 'ERROR'}: ${message}${where}`;
};

/** `DraftNorm` is issued by the mutation `draftNorm`. */
const mutationOf = (command: string): string => `${command.charAt(0).toLowerCase()}${command.slice(1)}`;

/** Asks a running platform over HTTP, each time in the name of a party of the story. */
export class Client {
  private readonly tokens = new Map<string, Promise<string>>();

  /** @param url of the platform, without a path */
  constructor(
    readonly url: string,
    private readonly issuer: DemoIssuer,
    private readonly audience: string,
  ) {}

  /**
   * The data of a query's answer.
   * @param party null asks as somebody without a token
   * @throws CannotBeDone with the code and message of the first error
   */
  async ask<T>(party: Party | null, document: string, variables: object = {}): Promise<T> {
    const { data, errors = [] } = await this.post(party, document, variables);
    const [error] = errors;
    if (error) throw this.stopped(party, 'asked', error);
    return data as T;
  }

  /**
   * Issues a command.
   * @param command its name in the schema, such as `DraftNorm`
   * @throws CannotBeDone with the code and message of the refusal
   */
  async issue(party: Party, command: string, input: object): Promise<Receipt> {
    const mutation = mutationOf(command);
    const document = `mutation ($input: ${command}!) { ${mutation}(input: $input) { receipt { position stream revision } } }`;
    const { data, errors = [] } = await this.post(party, document, { input });
    const [error] = errors;
    if (error) throw this.stopped(party, `issued ${command}`, error);
    return (data as Record<string, { readonly receipt: Receipt }>)[mutation]?.receipt ?? this.strange();
  }

  private async post(party: Party | null, query: string, variables: object): Promise<ApiAnswer> {
    const authorization = party && { authorization: `Bearer ${await this.tokenOf(party)}` };
    let answer: unknown;
    try {
      const response = await fetch(`${this.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...authorization },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(ANSWER_PATIENCE_MS),
      });
      answer = await response.json();
    } catch (error) {
      if (error instanceof SyntaxError) return this.strange();
      throw new CannotBeDone(
        `The platform at ${this.url} no longer answers. Start it again, and then this: every run is a story of its own`,
      );
    }
    return isAnswer(answer) ? answer : this.strange();
  }

  private tokenOf({ id, kind }: Party): Promise<string> {
    const known = this.tokens.get(id);
    if (known) return known;
    const parties = [{ id, kind, roles: ['ADMIN'] as const }];
    const token = this.issuer.sign({ person: 'demo', parties, audience: this.audience, lifetimeSeconds: TOKEN_SECONDS });
    this.tokens.set(id, token);
    return token;
  }

  private stopped(party: Party | null, did: string, error: ApiError): CannotBeDone {
    const who = party ? `${party.name} (${party.id})` : 'Somebody without a token';
    const advice = hasCode(error, 'UNAUTHENTICATED')
      ? '. The demo signs its tokens with the key in CONCORD_DATA_DIR: it must be the folder with which that platform runs'
      : '';
    return new CannotBeDone(`${who} ${did}, and was refused. ${shown(error)}${advice}`);
  }

  private strange(): never {
    throw new CannotBeDone(`What answers at ${this.url}/graphql does not answer as Concord does: name the platform with --url`);
  }
}
