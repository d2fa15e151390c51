package io.github.vertexbridge.call;

/**
 * An HTTP request as it reached us, whatever the platform bound it to.
 *
 * @param method upper case
 * @param path of the URL as it was sent, still percent-encoded, beginning with {@code /}
 * @param query of the URL as it was sent, without the question mark
 * @param headers its fields
 * @param body its bytes; empty if there were none
 * @param invocationId the platform's id of this invocation
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are passed through, never compared
public record Inbound(
    String method, String path, String query, Headers headers, byte[] body, String invocationId) {

  @Override
  public String toString() {
    return "Inbound[" + method + " " + path + ", " + body.length + " bytes]";
  }
}
