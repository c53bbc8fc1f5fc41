import java.lang.reflect.Field;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/**
 * Starts DynamoDB Local on the loopback interface only; by itself it listens on all of them and has no option for it.
 *
 * The system property "loopback.port" chooses the port (0 = a free one), and the line "listening PORT" tells which it became.
 * The process ends when its standard input closes, so that it never outlives the one that started it.
 * The compiled class lies beside this file because a Java runtime without compiler must suffice:
 * javac --release 17 -cp "<package>/DynamoDBLocal.jar:<package>/DynamoDBLocal_lib/*" LoopbackDynamoDB.java
 */
public final class LoopbackDynamoDB {
  public static void main(String[] arguments) throws Exception {
    DynamoDBProxyServer proxy = ServerRunner.createServerFromCommandLineArgs(arguments);
    Field field = DynamoDBProxyServer.class.getDeclaredField("server");
    field.setAccessible(true);
    ServerConnector connector = (ServerConnector) ((Server) field.get(proxy)).getConnectors()[0];
    connector.setHost("127.0.0.1");
    connector.setPort(Integer.getInteger("loopback.port", 0));
    proxy.start();
    System.out.println("listening " + connector.getLocalPort());
    while (System.in.read() >= 0) {
      continue;
    }
    proxy.stop();
    System.exit(0);
  }
}
