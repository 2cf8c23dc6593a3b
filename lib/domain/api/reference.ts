/* What /docs/api shows. */

export interface ApiField {
  /** As a path: `metadata.user_id`, `results[].index`. */
  name: string;
  /** In words; `backticks` mark the name of an object that is described by itself. */
  type: string;
  required: boolean;
  limits: string;
  description: string;
}

export interface ApiParameter extends ApiField {
  place: string;
}

export interface ApiAnswer {
  status: number;
  description: string;
  /** Content type; empty without a body. */
  type: string;
  /** Name of the body, where it has one of its own. */
  object: string | null;
  /** Of a good answer. */
  fields: ApiField[];
}

/** A body, or a part of bodies, that has a name in the OpenAPI file. */
export interface ApiObject {
  name: string;
  type: string;
  description: string;
  fields: ApiField[];
}

export interface ApiOperation {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  /** Null where no key is needed. */
  scope: string | null;
  parameters: ApiParameter[];
  /** Name of what is sent, where it has one of its own. */
  bodyObject: string | null;
  body: ApiField[];
  answers: ApiAnswer[];
  examples: { title: string; status: number; curl: string; typescript: string }[];
}

export interface ApiGroup {
  name: string;
  description: string;
  operations: ApiOperation[];
}

export interface ApiReference {
  groups: ApiGroup[];
  objects: ApiObject[];
}
