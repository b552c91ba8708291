import { Decisions, load, Registry, STANDING, type StandingCheck } from '@concord/commands';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { ConcordError, forbidden, inputValidation, type Problem, rejected } from '@concord/graphql';
import {
  type Actor,
  type Class,
  canonicalJson,
  comparePositions,
  instantOf,
  isRejection,
  issuersOf,
  type Load,
  type Position,
  permits,
  type Rejection,
} from '@concord/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { CommentOnDraft, DisposeComment } from '../draft-comment.commands.js';
import { cannotComment, commenting, draftComment, draftMeant } from '../draft-comment.js';
import { ClauseNames } from '../form/clause-names.js';
import { readForm } from '../form/read-form.js';
import { type Entry, entryOf, type Occasion } from './entry.js';
import { inBatches } from './in-batches.js';
import { badRows, type RowProblem } from './row-problem.js';
import { columnOf, type Step, stepOf } from './step.js';

/** A form on its way in. */
export interface SentForm {
  readonly standardId: string;
  /** Left out: the latest. */
  readonly draft?: number | undefined;
  readonly bytes: Buffer;
  readonly actor: Actor;
  readonly correlationId: string;
}

/** What became of a form. */
export interface ImportedForm {
  readonly standardId: string;
  readonly draft: number;
  /** Comments that were made. */
  readonly commented: number;
  /** Comments of which something was said. */
  readonly disposed: number;
  /** Rows that changed nothing. */
  readonly unchanged: number;
  /** Where the last of it stands in the log; null where nothing was changed. */
  readonly position: Position | null;
}

type Command = CommentOnDraft | DisposeComment;
type Checked = Step | undefined;

const isProblems = (step: Entry | Checked): step is readonly RowProblem[] => Array.isArray(step);

/** Takes forms in: every row is checked before the first is taken. */
@Injectable()
export class CommentImport {
  private readonly validation = inputValidation();

  constructor(
    private readonly decisions: Decisions,
    private readonly registry: Registry,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(STANDING) private readonly standing: StandingCheck,
  ) {}

  /** @throws ConcordError where the actor may not send forms at all; asked before anything is read */
  async admit(actor: Actor): Promise<void> {
    if (!permits(issuersOf(CommentOnDraft) ?? [], actor)) {
      throw forbidden(`${actor.kind} ${actor.party} may not send comments in the roles it holds`, { rule: 'access' });
    }
    const standing = await this.standing.standingOf(actor, {});
    if (isRejection(standing)) throw rejected(standing);
  }

  /** @throws ConcordError saying what is wrong with the form; then nothing of it was taken */
  async take({ standardId, draft, bytes, actor, correlationId }: SentForm): Promise<ImportedForm> {
    const facts = await commenting(standardId, this.load);
    const draftVersion = draftMeant(draft, facts.standard);
    const refusal = cannotComment(standardId, draftVersion, facts, actor);
    if (refusal) throw rejected(refusal);
    const clauses = new ClauseNames(facts.standard.drafts[draftVersion - 1] ?? []);
    const occasion: Occasion = { actor, standardId, draftVersion, clauses };
    const now = instantOf(new Date());

    const rows = await readForm(bytes);
    const entries = rows.map((row) => entryOf(row, occasion));
    const seen = new Map<string, Entry>();
    const steps = await inBatches(entries, async (entry): Promise<Checked> => {
      if (isProblems(entry)) return entry;
      const twin = seen.get(entry.commentId);
      if (twin) return twinOf(entry, twin);
      seen.set(entry.commentId, entry);
      const state = await this.load(draftComment, entry.commentId);
      return this.valid(stepOf(entry, state, occasion, facts, now), entry);
    });
    const problems = steps.filter(isProblems).flat();
    if (problems.length > 0) throw badRows(problems);
    const commands = steps.filter((step): step is Command => step !== null);
    return {
      standardId,
      draft: draftVersion,
      ...(await this.issue(commands, actor, correlationId)),
      unchanged: steps.length - commands.length,
    };
  }

  private readonly load: Load = async (fold, id) => (await load(this.log, this.registry, fold, id)).state;

  /** The step, if its command is one that the API would take. */
  private async valid(step: Step, { row }: Entry): Promise<Step> {
    if (step === null || isProblems(step)) return step;
    try {
      const metatype = step.constructor as Class;
      return (await this.validation.transform({ ...step }, { type: 'body', metatype })) as Command;
    } catch (error) {
      if (!(error instanceof ConcordError)) throw error;
      const found = error.extensions.problems as readonly Problem[];
      return found.map(({ field, rule = error.message }) => {
        const column = columnOf(field);
        return { row: row.number, column, value: row[column], rule };
      });
    }
  }

  private async issue(commands: readonly Command[], actor: Actor, correlationId: string) {
    const refused: Rejection[] = [];
    let position: Position | null = null;
    await inBatches(commands, async (command) => {
      const answer = await this.decisions.answer({ command, actor, correlationId, causationId: null });
      if (isRejection(answer)) refused.push(answer);
      else if (position === null || comparePositions(answer.receipt.position, position) > 0) position = answer.receipt.position;
    });
    const [first] = refused;
    if (first) {
      const sentence = `While the form was taken, others changed what it is about: ${refused.length} of ${commands.length} rows were refused, the first because: ${first.message}. Send it again, and what was taken is not taken twice`;
      throw new ConcordError('CHANGED_MEANWHILE', sentence, first.detail);
    }
    const commented = commands.filter((command) => command instanceof CommentOnDraft).length;
    return { commented, disposed: commands.length - commented, position };
  }
}

/** A row that says the same again is none; one that says something else of the same comment is wrong. */
function twinOf({ row, content }: Entry, twin: Entry): Step {
  if (row.observation === twin.row.observation && canonicalJson(content) === canonicalJson(twin.content)) return null;
  return [
    { row: row.number, column: 'id', value: row.id, rule: `row ${twin.row.number} is about the same comment, and a comment has one row` },
  ];
}
