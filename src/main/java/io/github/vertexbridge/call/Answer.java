package io.github.vertexbridge.call;

/**
 * An HTTP answer, ours or an upstream's.
 *
 * @param status HTTP status code
 * @param headers its fields
 * @param body its bytes; never logged
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are passed through, never compared
public record Answer(int status, Headers headers, byte[] body) {

  @Override
  public String toString() {
    return "Answer[" + status + ", " + body.length + " bytes]";
  }
}
