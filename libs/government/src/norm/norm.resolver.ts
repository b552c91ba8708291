import {
  CalendarDateScalar,
  CalledBy,
  type Caller,
  CommandMutation,
  Connection,
  ConnectionArgs,
  Mutations,
  payload,
  paginate,
  ReadByEveryone,
  ReadYourWrites,
} from '@concord/graphql';
import type { CalendarDate } from '@concord/kernel';
import { Args, Query, Resolver } from '@nestjs/graphql';
