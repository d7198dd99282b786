// The time tool with the official Go SDK: stateless for 2026, with sessions for 2025, HTTP+SSE for 2024.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type asked struct {
	Timezone string `json:"timezone,omitempty"`
	Padding  string `json:"padding,omitempty"`
}

type told struct {
	Iso         string `json:"iso"`
	Timezone    string `json:"timezone"`
	UnixSeconds int64  `json:"unix_seconds"`
}

func currentTime(_ context.Context, _ *mcp.CallToolRequest, in asked) (*mcp.CallToolResult, told, error) {
	zone, err := time.LoadLocation(in.Timezone)
	if err != nil {
		return nil, told{}, err
	}
	now := time.Now().In(zone)
	iso := now.Format(time.RFC3339)
	text := now.Format("It is 15:04:05 on Monday, 2 January 2006") + " in " + in.Timezone + " (" + iso + ")."
	content := []mcp.Content{&mcp.TextContent{Text: text}}
	return &mcp.CallToolResult{Content: content}, told{iso, in.Timezone, now.Unix()}, nil
}

func main() {
	server := mcp.NewServer(&mcp.Implementation{Name: "go", Version: "0.0.0"}, nil)
	mcp.AddTool(server, &mcp.Tool{Name: "get_current_time", Description: "Returns the time."}, currentTime)
	count, _ := strconv.Atoi(os.Getenv("TOOLS"))
	for i := 1; i < count; i++ {
		mcp.AddTool(server, &mcp.Tool{Name: fmt.Sprintf("tool_%d", i), Description: "Returns the time."}, currentTime)
	}
	get := func(*http.Request) *mcp.Server { return server }
	era := os.Getenv("ERA")
	options := &mcp.StreamableHTTPOptions{Stateless: era == "2026", JSONResponse: true}
	http.Handle("/mcp", mcp.NewStreamableHTTPHandler(get, options))
	http.Handle("/sse", mcp.NewSSEHandler(get, nil))
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
