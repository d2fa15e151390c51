package io.github.vertexbridge.call;

/**
 * How a call is written over REST, besides its version, resource and body.
 *
 * @param method GET, POST, PATCH or DELETE
 * @param suffix what follows the resource's name: {@code :predict}, {@code /chat/completions}, or
 *     nothing for the resource itself
 * @param inProject whether project and location come before the resource; publisher models are read
 *     without
 * @param streams whether the answer is, or may be, a stream
 * @param repeatable whether a second, equal call does no harm where the first may have been served
 */
public record RestForm(
    String method, String suffix, boolean inProject, boolean streams, boolean repeatable) {

  /** The form of a call that may be repeated. */
  public RestForm(String method, String suffix, boolean inProject, boolean streams) {
    this(method, suffix, inProject, streams, true);
  }

  /** The usual form of an action: {@code POST RESOURCE:ACTION}, one answer. */
  public static RestForm post(ActionName action) {
    return new RestForm("POST", ":" + action, true, false);
  }
}
