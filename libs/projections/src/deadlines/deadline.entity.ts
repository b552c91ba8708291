import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn, JsonColumn } from '../columns.js';

/** An alarm, as the events of its object have set it. */
@Entity({ schema: 'platform_deadlines', name: 'deadline' })
export class Deadline {
  /** The name of the rule that set it. */
  @PrimaryColumn('text')
  rule!: string;

  /** What it is about, in the words of the rule. */
  @PrimaryColumn('text')
  key!: string;

  @InstantColumn({ comment: 'When it falls due' })
  dueAt!: string;

  @Column('text', { comment: 'The name of the command that the platform then issues' })
  command!: string;

  @JsonColumn({ comment: 'The command' })
  body!: object;

  @Column('uuid', { comment: 'The event that set it' })
  cause!: string;

  @Column('text')
  correlationId!: string;

  @InstantColumn({ comment: 'When to issue the command; later than it is due after a fault' })
  attemptAt!: string;

  @Column('int', { comment: 'How often issuing it has failed' })
  failures!: number;

  @InstantColumn({ nullable: true, comment: 'When the command was answered' })
  firedAt!: string | null;
}
