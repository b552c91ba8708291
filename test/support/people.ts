import { DemoIssuer, type DemoToken } from '@concord/identity';
import type { PartyKind, Role } from '@concord/kernel';
import { mandateFor } from './mandates.js';
import { bearer, type RunningPlatform } from './running-platform.js';

/** The headers of a request. */
export type Headers = Record<string, string>;

/** Gives people tokens of a running platform without a process for each, signed with the key in its folder. */
export class People {
  private constructor(
    private readonly platform: RunningPlatform,
    private readonly issuer: DemoIssuer,
  ) {}

  static async of(platform: RunningPlatform): Promise<People> {
    return new People(platform, await DemoIssuer.open(platform.dataDir));
  }

  token(party: string, kind: PartyKind, roles: readonly Role[] = ['ADMIN'], rest: Partial<DemoToken> = {}): Promise<string> {
    return this.issuer.sign({ person: `somebody-of-${party}`, parties: [{ id: party, kind, roles }], audience: 'concord', ...rest });
  }

  async headers(party: string, kind: PartyKind, roles?: readonly Role[], rest?: Partial<DemoToken>): Promise<Headers> {
    return bearer(await this.token(party, kind, roles, rest));
  }

  /** Registers the party; the headers are those of somebody who may do everything for it. */
  async join(party: string, kind: PartyKind, jurisdiction = 'US'): Promise<Headers> {
    const headers = await this.headers(party, kind);
    const { errors } = await this.platform.ask(
      'mutation ($input: RegisterParty!) { registerParty(input: $input) { receipt { position } } }',
      { input: { partyId: party, name: party, jurisdiction } },
      headers,
    );
    if (errors.length > 0) throw new Error(`${party} could not be registered: ${errors[0]?.message}`);
    return headers;
  }

  /** Grants an auditor a mandate as an operator, from now on for a day: over everything, where nothing else is said. */
  async mandate(auditor: string, grant: object = {}): Promise<void> {
    const operator = await this.headers('mandates-operator', 'OPERATOR');
    const register =
      'mutation { registerParty(input: { partyId: "mandates-operator", name: "Operator", jurisdiction: "CH" }) { receipt { position } } }';
    await this.platform.ask(register, {}, operator);
    // Once its payload shows it, it is in force.
    const query = 'mutation ($input: GrantAuditMandate!) { grantAuditMandate(input: $input) { auditMandate { id } } }';
    const { errors } = await this.platform.ask(query, { input: mandateFor(auditor, grant) }, operator);
    if (errors.length > 0) throw new Error(`${auditor} got no mandate: ${errors[0]?.message}`);
  }
}
