package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.ClientId;
import io.github.vertexbridge.call.ObjectId;
import io.github.vertexbridge.call.TenantId;
import java.util.Locale;

/** A caller as records keep it. */
final class CallerFields {
  private CallerFields() {}

  static Fields of(Caller caller) {
    return Fields.empty()
        .put("kind", caller.kind().name().toLowerCase(Locale.ROOT))
        .put("tid", caller.tenant())
        .put("oid", caller.object())
        .put("appid", caller.application())
        .put("roles", caller.roles())
        .put("groups", caller.groups())
        .put("queue", caller.queue());
  }

  static Caller caller(Fields fields) {
    return new Caller(
        Caller.Kind.valueOf(fields.text("kind").toUpperCase(Locale.ROOT)),
        fields.maybe("tid").map(TenantId::new),
        fields.maybe("oid").map(ObjectId::new),
        fields.maybe("appid").map(ClientId::new),
        fields.texts("roles"),
        fields.texts("groups"),
        fields.maybe("queue"));
  }
}
