package dev.identitydomains.operator.recording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"clientSecret\":\"s3cret\"}|{\"clientSecret\":\"(cut)\"}",
        "{\"CLIENT_SECRET\":{\"a\":\"s3cret\"}}|{\"CLIENT_SECRET\":\"(cut)\"}",
        "{\"Resources\":[{\"hashedClientSecret\":\"s3cret\",\"name\":\"a\"}]}|{\"Resources\":[{\"hashedClientSecret\":\"(cut)\",\"name\":\"a\"}]}",
        "{\"Operations\":[{\"data\":{\"x509Base64Certificate\":\"MIIB\"}}]}|{\"Operations\":[{\"data\":{\"x509Base64Certificate\":\"(cut)\"}}]}",
        "{\"detail\":\"got eyJhbGciOi.eyJzdWIiOiJ.c2lnbmF0dXJl\"}|{\"detail\":\"(cut)\"}",
        "[[\"eyJhbGciOi.eyJzdWIiOiJ.c2ln\"]]|[[\"(cut)\"]]",
        "{\"location\":\"https://idcs-0123456789.identity.oraclecloud.com/x\"}|{\"location\":\"https://idcs-0123456789.identity.oraclecloud.com/x\"}",
        "{\"description\":\"☕\",\"n\":1,\"b\":true,\"z\":null}|{\"description\":\"☕\",\"n\":1,\"b\":true,\"z\":null}",
        "<html>s3cret</html>|(19 characters that are not JSON)",
        "\"s3cret\"|(8 characters that are not JSON)",
      })
  void secretsAreCutOutOfResources(String body, String kept) {
    assertThat(Redaction.json(body)).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grant_type=client_credentials&client_id=me&client_secret=s3cret|grant_type=client_credentials&client_id=(cut)&client_secret=(cut)",
        "grant_type=x&client_assertion=a.b.c|grant_type=x&client_assertion=(cut)",
        "s3cret|(cut)",
      })
  void namesAloneAreKeptOfTokenRequests(String form, String kept) {
    assertThat(Redaction.ofTokenRequest(form)).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"access_token\":\"s3cret\",\"expires_in\":3600,\"odd\":{\"a\":\"s3cret\"}}|{\"access_token\":\"(cut)\",\"expires_in\":3600,\"odd\":\"(cut)\"}",
        "{\"error\":\"invalid_client\",\"error_description\":\"s3cret is wrong\"}|{\"error\":\"invalid_client\",\"error_description\":\"(cut)\"}",
        "{\"error\":{\"message\":\"s3cret\"},\"scope\":[\"s3cret\"]}|{\"error\":\"(cut)\",\"scope\":\"(cut)\"}",
        "{\"error\":\"bad eyJhbGciOi.eyJzdWIiOiJ.c2ln\"}|{\"error\":\"(cut)\"}",
        "Invalid Basic s3cret for grant_type=client_credentials|(54 characters that are not JSON)",
        "[\"s3cret\"]|(10 characters that are not JSON)",
        "s3cret|(6 characters that are not JSON)",
        "''|''",
      })
  void namesAloneAreKeptOfTokenReplies(String body, String kept) {
    assertThat(Redaction.ofTokenReply(body)).isEqualTo(kept);
  }
}
