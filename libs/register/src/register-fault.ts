/**
 * Why a set was refused. `documentIndex` counts the documents of the set from 0, `path` leads into that document (`spec.benefits[0].value[1].unitValue`).
 * `about` tells a fault of the document itself from one of its references to other objects, which may only follow from another document's fault.
 */
export interface RegisterFault {
  readonly documentIndex: number;
  readonly path: string;
  readonly detail: string;
  readonly about: 'content' | 'reference';
}

/** A fault within one document. */
export interface LocalFault {
  readonly path: string;
  readonly detail: string;
}
