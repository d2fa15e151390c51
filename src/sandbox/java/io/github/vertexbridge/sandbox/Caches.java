package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.CachedContent;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import com.google.rpc.Code;
import java.time.Duration;
import java.time.Instant;

/** How cached contents live: a time to live is answered as the time at which it ends. */
final class Caches {
  private static final Duration STANDARD = Duration.ofHours(1);

  private Caches() {}

  static CachedContent created(CachedContent sent, Instant now) {
    if (sent.getModel().isEmpty()) {
      throw GoogleRefusal.of(
          Code.INVALID_ARGUMENT,
          "EMULATOR: List of found errors: 1.Field: model; Message: Required field.");
    }
    CachedContent.Builder cache = sent.toBuilder().setCreateTime(Fields.time(now));
    return cache.setUpdateTime(Fields.time(now)).setExpireTime(expires(sent, now)).build();
  }

  static CachedContent patched(CachedContent before, CachedContent change, Instant now) {
    if (!change.getModel().isEmpty() && !change.getModel().equals(before.getModel())) {
      throw GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: model is immutable");
    }
    if (!change.hasTtl() && !change.hasExpireTime()) {
      throw GoogleRefusal.of(
          Code.INVALID_ARGUMENT, "EMULATOR: only ttl and expireTime can be changed");
    }
    return before.toBuilder()
        .setUpdateTime(Fields.time(now))
        .setExpireTime(expires(change, now))
        .build();
  }

  static boolean expired(CachedContent cache, Instant now) {
    return Timestamps.compare(cache.getExpireTime(), Fields.time(now)) <= 0;
  }

  private static Timestamp expires(CachedContent sent, Instant now) {
    if (sent.hasExpireTime()) {
      return sent.getExpireTime();
    }
    return Fields.time(
        now.plus(sent.hasTtl() ? Duration.ofSeconds(sent.getTtl().getSeconds()) : STANDARD));
  }
}
