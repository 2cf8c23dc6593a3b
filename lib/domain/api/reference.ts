/* What /docs/api shows. */

export interface ApiField {
  /** As a path: `metadata.user_id`, `results[].index`. */
  name: string;
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
  /** Of a good answer. */
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
  body: ApiField[];
  answers: ApiAnswer[];
  examples: { title: string; status: number; curl: string; typescript: string }[];
}

export interface ApiGroup {
  name: string;
  description: string;
  operations: ApiOperation[];
}
