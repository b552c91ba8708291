import type { Class, Permission } from '@concord/kernel';
import { SetMetadata } from '@nestjs/common';

/** Who may call a field of Query, Mutation or Subscription. What says nothing is called by nobody. */
export type Access = { readonly everyone: true } | { readonly permissions: readonly Permission[] } | { readonly command: Class };

export const ACCESS = 'concord:access';

const access = (rule: Access) => SetMetadata(ACCESS, rule);

/** The field answers everyone, with or without a token: what governs all is read by all. */
export const ReadByEveryone = () => access({ everyone: true });

/** The field answers these; which objects they see is the resolver's rule. */
export const ReadBy = (...permissions: readonly Permission[]) => access({ permissions });

/** The field hands a command to its aggregate: whoever may issue the command may call it. */
export const allowIssuersOf = (command: Class) => access({ command });

export const RECORDS_ITSELF = 'concord:records-itself';

/** The field writes down by itself who reads what, since it knows best what it shows. */
export const RecordsItself = () => SetMetadata(RECORDS_ITSELF, true);
