import { CalendarDateScalar, graphqlEnum, InstantScalar, Node } from '@concord/graphql';
import { type Instant, objectOf, type Recorded } from '@concord/kernel';
import { InstantColumn, type Projection, rows, TextArrayColumn } from '@concord/projections';
