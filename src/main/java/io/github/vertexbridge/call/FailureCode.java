package io.github.vertexbridge.call;

/**
 * Every way in which a call can fail, with the HTTP status and the {@code google.rpc.Code} name
 * that the answer carries.
 *
 * <p>Statuses that stock clients retry by themselves (408, 409, 501) are never used.
 */
public enum FailureCode {
  // What was sent.
  PATH_UNKNOWN(Category.REQUEST, 404, "NOT_FOUND"),
  PATH_MALFORMED(Category.REQUEST, 400, "INVALID_ARGUMENT"),
  PROJECT_MISSING(Category.REQUEST, 400, "INVALID_ARGUMENT"),
  PROJECT_OTHER(Category.REQUEST, 403, "PERMISSION_DENIED"),
  LOCATION_UNKNOWN(Category.REQUEST, 400, "INVALID_ARGUMENT"),
  ACTION_UNKNOWN(Category.REQUEST, 404, "NOT_FOUND"),
  ALIAS_UNKNOWN(Category.REQUEST, 404, "NOT_FOUND"),
  QUERY_NOT_ALLOWED(Category.REQUEST, 400, "INVALID_ARGUMENT"),
  BODY_MISSING(Category.REQUEST, 400, "INVALID_ARGUMENT"),
  BODY_CHUNKED(Category.REQUEST, 411, "INVALID_ARGUMENT"),
  BODY_TOO_LARGE(Category.REQUEST, 413, "INVALID_ARGUMENT"),
  MEDIA_TYPE_UNSUPPORTED(Category.REQUEST, 415, "INVALID_ARGUMENT"),
  BODY_NOT_UTF8(Category.REQUEST, 400, "INVALID_ARGUMENT"),
  BODY_NOT_JSON(Category.REQUEST, 400, "INVALID_ARGUMENT"),
  MODEL_MISSING(Category.REQUEST, 400, "INVALID_ARGUMENT"),
  MODEL_AMBIGUOUS(Category.REQUEST, 400, "INVALID_ARGUMENT"),
  FIELD_INVALID(Category.REQUEST, 400, "INVALID_ARGUMENT"),
  /** The rule that allows the call does not allow this member, or this value of it. */
  FIELD_NOT_ALLOWED(Category.REQUEST, 400, "INVALID_ARGUMENT"),
  NUMBER_NOT_EXACT(Category.REQUEST, 400, "INVALID_ARGUMENT"),
  QUEUE_MESSAGE_INVALID(Category.REQUEST, 400, "INVALID_ARGUMENT"),
  JOB_KIND_UNKNOWN(Category.REQUEST, 400, "INVALID_ARGUMENT"),
  /** There is none of this id, or it is another caller's. */
  JOB_UNKNOWN(Category.REQUEST, 404, "NOT_FOUND"),
  JOB_RESULT_MISSING(Category.REQUEST, 404, "NOT_FOUND"),
  /** What is asked of the job is not possible in its state. */
  JOB_STATE(Category.REQUEST, 400, "FAILED_PRECONDITION"),
  IDEMPOTENCY_KEY_INVALID(Category.REQUEST, 400, "INVALID_ARGUMENT"),
  /** The key was used before, for something else. */
  IDEMPOTENCY_KEY_REUSED(Category.REQUEST, 422, "INVALID_ARGUMENT"),

  // Who sent it.
  CALLER_UNAUTHENTICATED(Category.CALLER, 401, "UNAUTHENTICATED"),
  CALLER_TOKEN_INVALID(Category.CALLER, 401, "UNAUTHENTICATED"),
  CALLER_KEYS_UNAVAILABLE(Category.CALLER, 503, "UNAVAILABLE"),

  // Whether they may.
  POLICY_DENIED(Category.POLICY, 403, "PERMISSION_DENIED"),
  LIMIT_EXCEEDED(Category.POLICY, 429, "RESOURCE_EXHAUSTED"),
  /** The counts that all instances share cannot be read. */
  LIMIT_UNKNOWN(Category.POLICY, 503, "UNAVAILABLE"),
  /** The rule that allows the call demands what such a call cannot carry. */
  TERMS_NOT_HELD(Category.POLICY, 403, "PERMISSION_DENIED"),
  OPERATORS_ONLY(Category.POLICY, 403, "PERMISSION_DENIED"),

  // The hops before Vertex. The hop is in Failure.hop().
  IDENTITY_REFUSED(Category.IDENTITY, 502, "UNAVAILABLE"),
  IDENTITY_STALE(Category.IDENTITY, 503, "UNAVAILABLE"),
  IDENTITY_UNAVAILABLE(Category.IDENTITY, 503, "UNAVAILABLE"),
  IDENTITY_TIMEOUT(Category.IDENTITY, 504, "DEADLINE_EXCEEDED"),
  IDENTITY_MALFORMED(Category.IDENTITY, 502, "UNAVAILABLE"),

  // Vertex.
  VERTEX_INVALID_REQUEST(Category.VERTEX, 400, "INVALID_ARGUMENT"),
  VERTEX_UNAUTHENTICATED(Category.VERTEX, 502, "UNAVAILABLE"),
  VERTEX_PERMISSION_DENIED(Category.VERTEX, 403, "PERMISSION_DENIED"),
  VERTEX_SERVICE_DISABLED(Category.VERTEX, 403, "PERMISSION_DENIED"),
  VERTEX_PERIMETER(Category.VERTEX, 403, "PERMISSION_DENIED"),
  VERTEX_NOT_FOUND(Category.VERTEX, 404, "NOT_FOUND"),
  VERTEX_THROTTLED(Category.VERTEX, 429, "RESOURCE_EXHAUSTED"),
  VERTEX_UNAVAILABLE(Category.VERTEX, 503, "UNAVAILABLE"),
  VERTEX_TIMEOUT(Category.VERTEX, 504, "DEADLINE_EXCEEDED"),
  VERTEX_MALFORMED(Category.VERTEX, 502, "UNAVAILABLE"),
  VERTEX_REFUSED(Category.VERTEX, 502, "UNKNOWN"),
  /** Something was to be made or started, and nobody knows whether it was. */
  VERTEX_OUTCOME_UNKNOWN(Category.VERTEX, 504, "DEADLINE_EXCEEDED"),
  /** A Vertex job was made and ended otherwise than well. */
  VERTEX_JOB_FAILED(Category.VERTEX, 502, "ABORTED"),
  /** Every connection that the bridge allows itself to this origin is in use. */
  VERTEX_CONNECTIONS_BUSY(Category.VERTEX, 503, "UNAVAILABLE"),

  // Our own house.
  /** A job's stored body or result is not what was stored. */
  JOB_TAMPERED(Category.BRIDGE, 500, "DATA_LOSS"),
  /** The process ended in every attempt, or somebody else gave the message up. */
  JOB_ABANDONED(Category.BRIDGE, 500, "ABORTED"),
  STORAGE_UNAVAILABLE(Category.BRIDGE, 503, "UNAVAILABLE"),
  /** The audit is required and cannot be written: no call is made. */
  AUDIT_UNAVAILABLE(Category.BRIDGE, 503, "UNAVAILABLE"),
  STARTING(Category.BRIDGE, 503, "UNAVAILABLE"),
  SHUTTING_DOWN(Category.BRIDGE, 503, "UNAVAILABLE"),
  DEADLINE_EXCEEDED(Category.BRIDGE, 504, "DEADLINE_EXCEEDED"),
  INTERNAL(Category.BRIDGE, 500, "INTERNAL");

  /** Whose side the failure is on. */
  public enum Category {
    REQUEST,
    CALLER,
    POLICY,
    IDENTITY,
    VERTEX,
    BRIDGE
  }

  private final Category category;
  private final int httpStatus;
  private final String rpcStatus;

  FailureCode(Category category, int httpStatus, String rpcStatus) {
    this.category = category;
    this.httpStatus = httpStatus;
    this.rpcStatus = rpcStatus;
  }

  public Category category() {
    return category;
  }

  public int httpStatus() {
    return httpStatus;
  }

  /** Name of the {@code google.rpc.Code} in the answer's {@code error.status}. */
  public String rpcStatus() {
    return rpcStatus;
  }
}
