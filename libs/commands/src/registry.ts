import { type AnyAggregate, type Class, type EventDeclaration, issuersOf, lift, parseStream, type RecordedEvent } from '@concord/kernel';
import { Injectable } from '@nestjs/common';

/** Where a command is decided. */
export interface Route {
  readonly command: Class;
  readonly aggregate: AnyAggregate;
  readonly decision: AnyAggregate['decisions'][number];
}

/** Every aggregate of the platform, with its commands and events, as the contexts declare them. */
@Injectable()
export class Registry {
  private readonly byName = new Map<string, AnyAggregate>();
  private readonly routes = new Map<Class, Route>();
  private readonly commandNames = new Map<string, Class>();
  private readonly declarations = new Map<string, EventDeclaration>();

  register(aggregate: AnyAggregate): void {
    if (this.byName.has(aggregate.name)) throw new Error(`The aggregate ${aggregate.name} is declared twice`);
    this.byName.set(aggregate.name, aggregate);
    for (const decision of aggregate.decisions) {
      const { command } = decision;
      if (this.commandNames.has(command.name)) throw new Error(`The command ${command.name} is declared twice`);
      if (!issuersOf(command)) throw new Error(`The command ${command.name} does not say who may issue it: @IssuedBy is missing`);
      this.routes.set(command, { command, aggregate, decision });
      this.commandNames.set(command.name, command);
    }
    for (const [type, declaration] of Object.entries<EventDeclaration>(aggregate.events)) {
      if (!type.startsWith(`${aggregate.name}.`)) throw new Error(`The event ${type} does not bear the name of ${aggregate.name}`);
      this.declarations.set(type, declaration);
    }
  }

  get aggregates(): readonly AnyAggregate[] {
    return [...this.byName.values()];
  }

  get commands(): readonly Route[] {
    return [...this.routes.values()];
  }

  /** @throws Error when no aggregate decides commands of this class. */
  routeOf(command: object): Route {
    const route = this.routes.get(command.constructor as Class);
    if (!route) throw new Error(`No aggregate decides ${command.constructor.name}`);
    return route;
  }

  /** The class of the command with this name. @throws Error when there is none. */
  commandNamed(name: string): Class {
    const command = this.commandNames.get(name);
    if (!command) throw new Error(`No aggregate decides a command named ${name}`);
    return command;
  }

  aggregateOf(stream: string): AnyAggregate | undefined {
    return this.byName.get(parseStream(stream).aggregate);
  }

  declarationOf(type: string): EventDeclaration | undefined {
    return this.declarations.get(type);
  }

  /** The event in its shape of today; one of a type that nobody declares stays as it is. @throws UnreadableEvent */
  lift(event: RecordedEvent): RecordedEvent {
    const declaration = this.declarations.get(event.type);
    return declaration ? lift(event, declaration) : event;
  }
}
