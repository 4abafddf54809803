package dev.identitydomains.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretList;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Asks the API server to leave the content out of lists and watches of Secrets: everybody who may
 * create Secrets can give them the labels that the operator selects by.
 *
 * <p>See "Metadata-only fetches" in the Kubernetes API concepts. A server that does not know the
 * media type answers with whole objects.
 */
public final class SecretLists implements Interceptor {

  /** The largest answer to a list has this many Secrets, each with 256 KB of annotations. */
  public static final long PAGE = 20;

  private static final Pattern COLLECTION =
      Pattern.compile("/api/v1(/namespaces/[^/]+)?/secrets/?$");
  private static final String METADATA_ONLY =
      "application/json;as=PartialObjectMetadata%s;g=meta.k8s.io;v=v1,application/json";
  private static final String OF_LIST = METADATA_ONLY.formatted("List");
  private static final String OF_WATCH = METADATA_ONLY.formatted("");

  /**
   * Reads the selected Secrets page by page.
   *
   * @param each gets the Secrets, which can be patched
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when Kubernetes refuses
   */
  public static void forEach(Listable<SecretList> selection, Consumer<Secret> each) {
    var options = new ListOptionsBuilder().withLimit(PAGE);
    do {
      var page = selection.list(options.build());
      page.getItems().stream().map(SecretLists::typed).forEach(each);
      options.withContinue(page.getMetadata().getContinue());
    } while (options.getContinue() != null && !options.getContinue().isEmpty());
  }

  /** A listed Secret that can be patched: a list of metadata gives its items another type. */
  static Secret typed(Secret listed) {
    listed.setKind(HasMetadata.getKind(Secret.class));
    listed.setApiVersion(HasMetadata.getApiVersion(Secret.class));
    return listed;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    var uri = request.uri();
    if (isRead(request) && COLLECTION.matcher(uri.getPath()).find()) {
      builder.setHeader("Accept", isWatch(uri.getQuery()) ? OF_WATCH : OF_LIST);
    }
  }

  /** A WebSocket request, for a watch, has no method. */
  private static boolean isRead(HttpRequest request) {
    return request.method() == null || request.method().equals("GET");
  }

  private static boolean isWatch(String query) {
    return query != null && ("&" + query).contains("&watch=true");
  }
}
