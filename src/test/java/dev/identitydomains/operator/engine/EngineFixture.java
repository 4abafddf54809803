package dev.identitydomains.operator.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitydomains.operator.engine.calls.CreatedAppReader;
import dev.identitydomains.operator.engine.calls.DomainRateLimits;
import dev.identitydomains.operator.engine.calls.WriteScheduler;
import dev.identitydomains.operator.engine.inventory.AttributeSchema;
import dev.identitydomains.operator.engine.inventory.Inventory;
import dev.identitydomains.operator.engine.inventory.InventoryReader;
import dev.identitydomains.operator.engine.sync.ApplicationSync;
import dev.identitydomains.operator.http.HttpTransport;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.http.Waiting;
import dev.identitydomains.operator.scim.AuthorizedTransport;
import dev.identitydomains.operator.scim.ScimClient;
import dev.identitydomains.operator.token.ClientAuthentication;
import dev.identitydomains.operator.token.TokenEndpoint;
import dev.identitydomains.operator.token.TokenRequest;
import dev.identitydomains.operator.token.TokenService;
import dev.identitydomains.operator.translate.DesiredApplications;
import dev.identitydomains.operator.translate.DesiredRoles;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.DomainType;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** The parts of a domain connection, on an emulated domain. */
public final class EngineFixture implements AutoCloseable {

  private static final YAMLMapper YAML = new YAMLMapper();

  private final IdentityDomainEmulator domain;
  private final Inventory inventory = new Inventory();
  private final ScimClient scim;
  private final InventoryReader reader;
  private final WriteScheduler writes;
  private final CreatedAppReader createdApps;

  private EngineFixture(DomainOptions options, String type, Waiting calls, Waiting joins)
      throws IOException {
    domain = IdentityDomainEmulator.start(options);
    var url = HttpUrl.get(domain.url());
    var clock = Clock.systemUTC();
    var limits = DomainRateLimits.of(type);
    var http = new HttpTransport(HttpTransport.bounded(new OkHttpClient.Builder()).build());
    var client =
        new ClientAuthentication.ClientSecret(
            IdentityDomainEmulator.ADMIN_CLIENT_ID, new Sensitive(domain.adminSecret()));
    var tokens =
        new TokenService(
            new TokenRequest(client, List.of("urn:opc:idm:__myscopes__")),
            () -> TokenEndpoint.of(url),
            http,
            limits,
            clock,
            System::nanoTime);
    scim = new ScimClient(url, new AuthorizedTransport(http, tokens, limits, calls, clock));
    var schema = new AttributeSchema(DesiredApplications.shapes(), DesiredRoles.shapes());
    reader = new InventoryReader(scim, inventory, schema, joins);
    writes = new WriteScheduler(scim, limits, true, reader::markStale, Waiting.WITHOUT_PERMIT);
    createdApps = new CreatedAppReader(scim, limits, schema.apps().keySet());
  }

  /** A domain without rate limits. */
  public static EngineFixture start() throws IOException {
    return start(Waiting.WITHOUT_PERMIT, Waiting.WITHOUT_PERMIT);
  }

  /**
   * A domain without rate limits.
   *
   * @param calls runs each call to the domain
   * @param joins runs the wait for a full read that is under way
   */
  public static EngineFixture start(Waiting calls, Waiting joins) throws IOException {
    return new EngineFixture(DomainOptions.defaults(), "Premium", calls, joins);
  }

  /** A domain with the rate limits of type Free, which make background writes go in Bulk calls. */
  public static EngineFixture startFree() throws IOException {
    var waiting = Waiting.WITHOUT_PERMIT;
    return new EngineFixture(
        DomainOptions.defaults().withRates(DomainType.Free), "Free", waiting, waiting);
  }

  public IdentityDomainEmulator domain() {
    return domain;
  }

  public Inventory inventory() {
    return inventory;
  }

  public InventoryReader reader() {
    return reader;
  }

  public WriteScheduler writes() {
    return writes;
  }

  public CreatedAppReader createdApps() {
    return createdApps;
  }

  public ApplicationSync applications() {
    return new ApplicationSync(
        scim, inventory, reader, writes, createdApps, "domain_admin"::equals);
  }

  /**
   * Creates a resource in the domain without a call.
   *
   * @param yaml its attributes
   * @return its id
   */
  public String make(String type, String yaml) {
    return domain.make(type, read(yaml));
  }

  /**
   * Creates an App in the domain without a call.
   *
   * @param yaml its attributes beside template and displayName, which is the client id
   * @return its id
   */
  public String makeApp(String clientId, String yaml) {
    var app = read(yaml);
    app.put("name", clientId);
    if (!app.has("displayName")) {
      app.put("displayName", clientId);
    }
    app.putObject("basedOnTemplate").put("value", "CustomWebAppTemplateId");
    return domain.make("Apps", app);
  }

  private static ObjectNode read(String yaml) {
    try {
      return YAML.readValue(yaml, ObjectNode.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The number of answered calls with this method and path. */
  public long calls(String line) {
    return domain.calls().stream().filter(call -> call.line().equals(line)).count();
  }

  @Override
  public void close() {
    domain.close();
  }
}
