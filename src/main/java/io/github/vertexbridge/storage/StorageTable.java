package io.github.vertexbridge.storage;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.rest.Response;
import com.azure.core.util.Context;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import com.azure.data.tables.models.TableServiceException;
import io.github.vertexbridge.call.FailureException;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A table of the app's storage account, by managed identity. */
final class StorageTable implements Table {
  private static final String ETAG = "odata.etag";
  private static final int GONE = 404;
  private static final int EXISTS = 409;
  private static final int CHANGED = 412;

  private final TableClient client;

  StorageTable(URI endpoint, String name, TokenCredential credential, HttpClient http) {
    client =
        new TableClientBuilder()
            .endpoint(endpoint.toString())
            .tableName(name)
            .credential(credential)
            .httpClient(http)
            .retryOptions(StorageAccount.retries())
            .buildClient();
  }

  @Override
  public Optional<String> insert(Row row) {
    return write(EXISTS, () -> client.createEntityWithResponse(entity(row), null, Context.NONE));
  }

  @Override
  public Optional<String> replace(Row row) {
    TableEntity entity = entity(row).addProperty(ETAG, row.version());
    return write(
        CHANGED,
        () ->
            client.updateEntityWithResponse(
                entity, TableEntityUpdateMode.REPLACE, true, null, Context.NONE));
  }

  /** The new version; nothing if the service said that the row is not in the state for it. */
  private Optional<String> write(int lost, Supplier<Response<Void>> call) {
    try {
      return Optional.of(whole(call.get().getHeaders().getValue(HttpHeaderName.ETAG)));
    } catch (TableServiceException e) {
      int status = e.getResponse().getStatusCode();
      boolean rowIsGone = lost == CHANGED && status == GONE && resourceIsGone(e);
      if (status == lost || rowIsGone) {
        return Optional.empty();
      }
      throw failure(e);
    } catch (RuntimeException e) { // the client's, the credential's, or I/O's
      throw failure(e);
    }
  }

  /** The client's TableScrubEtagPolicy cuts the last quote off a weak tag: {@code W/"…"}. */
  private static String whole(String tag) {
    return tag.startsWith("W/\"") && !tag.endsWith("\"") ? tag + "\"" : tag;
  }

  @Override
  public Optional<Row> get(String partition, String key) {
    return look(partition, key).row();
  }

  @Override
  public Seen look(String partition, String key) {
    try {
      Response<TableEntity> answer =
          client.getEntityWithResponse(partition, key, null, null, Context.NONE);
      return new Seen(Optional.of(row(answer.getValue())), date(answer.getHeaders()));
    } catch (TableServiceException e) {
      if (e.getResponse().getStatusCode() == GONE && resourceIsGone(e)) {
        return new Seen(Optional.empty(), date(e.getResponse().getHeaders()));
      }
      throw failure(e);
    } catch (RuntimeException e) { // the client's, the credential's, or I/O's
      throw failure(e);
    }
  }

  @Override
  public void delete(String partition, String key) {
    try {
      client.deleteEntity(partition, key); // a row that is gone is no error to the client
    } catch (RuntimeException e) { // the client's, the credential's, or I/O's
      throw failure(e);
    }
  }

  @Override
  public List<Row> list(RowQuery query) {
    ListEntitiesOptions options =
        new ListEntitiesOptions().setTop(Math.min(1000, query.limit())).setFilter(query.filter());
    try {
      List<Row> rows = new ArrayList<>();
      for (TableEntity entity : client.listEntities(options, null, Context.NONE)) {
        rows.add(row(entity));
        if (rows.size() == query.limit()) {
          break;
        }
      }
      return rows;
    } catch (RuntimeException e) { // the client's, the credential's, or I/O's
      throw failure(e);
    }
  }

  private static Optional<Instant> date(HttpHeaders headers) {
    try {
      return Optional.ofNullable(headers.getValue(HttpHeaderName.DATE))
          .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** A missing table is a 404 too, but never an empty answer. */
  private static boolean resourceIsGone(TableServiceException e) {
    return e.getValue() == null
        || "ResourceNotFound".equals(String.valueOf(e.getValue().getErrorCode()));
  }

  private static TableEntity entity(Row row) {
    TableEntity entity = new TableEntity(row.partition(), row.key());
    row.values().forEach(entity::addProperty);
    return entity;
  }

  private static Row row(TableEntity entity) {
    Map<String, String> values = new HashMap<>();
    entity
        .getProperties()
        .forEach(
            (name, value) -> {
              if (value instanceof String text && !name.contains("odata.") && !isKey(name)) {
                values.put(name, text);
              }
            });
    return new Row(
        entity.getPartitionKey(),
        entity.getRowKey(),
        values,
        Optional.ofNullable(entity.getETag()).orElse(""));
  }

  private static boolean isKey(String name) {
    return name.equals("PartitionKey") || name.equals("RowKey");
  }

  private FailureException failure(RuntimeException e) {
    return Unavailable.of("Table " + client.getTableName(), "Storage Table Data Contributor", e);
  }
}
