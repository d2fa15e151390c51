package io.github.vertexbridge.call;

/** One step of the identity chain, in the order in which a call takes them. */
public enum Hop {
  /** App Service identity endpoint: gives the subject token, an Entra JWT. */
  MANAGED_IDENTITY("managed-identity"),
  /** Google STS: exchanges the subject token for a federated token (RFC 8693). */
  STS("sts"),
  /** IAM Credentials {@code generateAccessToken}: mints a service account's access token. */
  IMPERSONATION("impersonation"),
  /** Vertex AI itself. */
  VERTEX("vertex");

  private final String label;

  Hop(String label) {
    this.label = label;
  }

  /** The name that answers, logs and metrics carry. */
  public String label() {
    return label;
  }
}
