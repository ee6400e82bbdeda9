import { applyDecorators, Catch, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';

/** Nest's own filter replaces an error by a text; the batch server must see the error itself, because a fenced batch is not a fault. */
@Catch()
class PassOn implements RpcExceptionFilter<unknown> {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/** Marks the method that gets the whole batches (`RecordBatch`) of a topic (`TakeBatch`): it resolves when they are durable, or with `TakenOver`. */
export const BatchHandler = (topic: string): MethodDecorator => applyDecorators(EventPattern<string>(topic), UseFilters(new PassOn()));
