package io.github.vertexbridge.identity;

import io.github.vertexbridge.call.FailureCode;

/** Known refusals of the hops before Vertex: the row's id, and what the reader can do. */
enum Catalogue {
  M01("Give the app its managed identity (az functionapp identity assign) and restart it."),
  M02(
      "Assign the identity of AZURE_CLIENT_ID to this app and slot (az functionapp identity assign"
          + " --identities), or correct AZURE_CLIENT_ID."),
  M03(
      "Set AZURE_CLIENT_ID to the client id of a user-assigned identity that this app and slot"
          + " have."),
  M04(
      "Correct BRIDGE_FEDERATION_RESOURCE, or create the federation app's App ID URI and its"
          + " service principal in this tenant (az ad sp create)."),
  M06(
      "Assign an app role of the federation app to the managed identity, or set"
          + " appRoleAssignmentRequired=false on its service principal."),
  M07("Restart the app, so that it sees the platform's current IDENTITY_HEADER."),
  M09(
      "Check that the identity endpoint of the platform is on: the app setting"
          + " WEBSITE_DISABLE_MSI must not be there."),
  S01("Set BRIDGE_WIF_PROVIDER to the provider's full resource name."),
  S03(
      "Check that pool and provider of BRIDGE_WIF_PROVIDER exist under that project number and are"
          + " neither disabled nor deleted."),
  S05(
      "Make the provider's issuer equal to the token's: https://sts.windows.net/TENANT/ for v1"
          + " tokens, https://login.microsoftonline.com/TENANT/v2.0 for v2."),
  S06(
      "Add the token's audience to the provider's allowed audiences: the App ID URI for v1 tokens,"
          + " the federation app's client id for v2."),
  S07(FailureCode.IDENTITY_STALE, "Check the clock, and wait for the platform's next token."),
  S08("Correct the provider's issuer URI: Google could not read its discovery document."),
  S09(
      "Compare the token's tid and sub with the provider's attribute condition; after a change"
          + " allow 5 minutes."),
  S10("Map google.subject to assertion.sub, which is short enough."),
  S11("Map only claims that the token has: appid in v1 tokens is azp in v2."),
  S12("Enable the API: gcloud services enable sts.googleapis.com."),
  S17(
      "Check that the app may leave to this host on port 443: VNet routing, firewall, NAT gateway,"
          + " DNS."),
  I01(
      "Grant roles/iam.workloadIdentityUser on the service account to the principal of this"
          + " subject; after a change allow 5 minutes."),
  I04("Correct the service account's address, or undelete it."),
  I05("Enable the API: gcloud services enable iamcredentials.googleapis.com."),
  I06("Report this as a fault of the bridge: IAM found the request's form wrong."),
  I07("Check the clock, and the organization policy on access token lifetimes."),
  I09("Enable the service account: gcloud iam service-accounts enable."),
  V06(
      "Ask the owner of the VPC Service Controls perimeter to admit this identity for sts and"
          + " iamcredentials.");

  private final FailureCode code;
  private final String remedy;

  Catalogue(String remedy) {
    this(FailureCode.IDENTITY_REFUSED, remedy);
  }

  Catalogue(FailureCode code, String remedy) {
    this.code = code;
    this.remedy = remedy;
  }

  FailureCode code() {
    return code;
  }

  String remedy() {
    return remedy;
  }
}
